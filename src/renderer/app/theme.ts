import { createTheme, type CSSVariablesResolver } from '@mantine/core';

/**
 * The colours are those of the web pages, so that app and pages look alike. Text has a contrast of at least 4.5:1 on every
 * background that it is used on, borders of fields 3:1.
 */
const light = {
  '--ground': '#f4f5f8',
  '--surface': '#ffffff',
  '--raised': '#ffffff',
  '--text': '#1a1d24',
  '--quiet': '#555e6c',
  '--hairline': '#e1e4ea',
  '--edge': '#858d9a',
  '--hover': '#eceef3',
  '--accent': '#3b5bdb',
  '--accent-text': '#364fc7',
  '--accent-soft': '#edf2ff',
  '--seat-pending': '#9db1f5',
  '--seat-free': '#e4e7ee',
  '--bad': '#b42318',
  '--bad-soft': '#fef3f2',
  '--warn': '#8a5200',
  '--warn-soft': '#fff6e3',
  '--good': '#1f6b37',
  '--staff': '#ffc53d',
  '--staff-text': '#1a1d24',
};

const dark: typeof light = {
  '--ground': '#0f1116',
  '--surface': '#171a21',
  '--raised': '#1d212a',
  '--text': '#e7e9ee',
  '--quiet': '#a3abb8',
  '--hairline': '#2a2f39',
  '--edge': '#6d7685',
  '--hover': '#232833',
  '--accent': '#4c6ef5',
  '--accent-text': '#a5b8ff',
  '--accent-soft': '#1d2440',
  '--seat-pending': '#33458f',
  '--seat-free': '#262b35',
  '--bad': '#ff9c93',
  '--bad-soft': '#2c1917',
  '--warn': '#f2bd65',
  '--warn-soft': '#2b2113',
  '--good': '#8ddba3',
  '--staff': '#e0a52a',
  '--staff-text': '#14161b',
};

/** Mantine's colour variables in terms of the app's; the same in both schemes. */
const mantineColours = {
  '--mantine-color-body': 'var(--surface)',
  '--mantine-color-text': 'var(--text)',
  '--mantine-color-bright': 'var(--text)',
  '--mantine-color-dimmed': 'var(--quiet)',
  '--mantine-color-placeholder': 'var(--quiet)',
  '--mantine-color-error': 'var(--bad)',
  '--mantine-color-anchor': 'var(--accent-text)',
  '--mantine-color-default': 'var(--raised)',
  '--mantine-color-default-hover': 'var(--hover)',
  '--mantine-color-default-color': 'var(--text)',
  '--mantine-color-default-border': 'var(--hairline)',
  '--mantine-color-disabled': 'var(--hover)',
  '--mantine-color-disabled-color': 'var(--quiet)',
  '--mantine-color-disabled-border': 'var(--hairline)',
};

/** The variables of both colour schemes. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: { ...light, ...mantineColours },
  dark: { ...dark, ...mantineColours },
});

const small = 'calc(0.8125rem * var(--mantine-scale))';

export const theme = createTheme({
  primaryColor: 'indigo',
  primaryShade: 8,
  colors: {
    // Mantine's dark palette, from text to background.
    dark: [
      '#e7e9ee',
      '#c3c8d2',
      '#a3abb8',
      '#6d7685',
      '#2a2f39',
      '#2a2f39',
      '#1d212a',
      '#171a21',
      '#0f1116',
      '#0a0c10',
    ],
  },
  defaultRadius: 6,
  respectReducedMotion: true,
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  fontWeights: { medium: '500' },
  fontSizes: { xs: 'calc(0.75rem * var(--mantine-scale))', sm: small },
  components: {
    // Rows of 32 px on the 4-pixel grid.
    Button: {
      defaultProps: { radius: 6 },
      vars: () => ({
        root: { '--button-height': '2rem', '--button-padding-x': '0.75rem', '--button-fz': small },
      }),
    },
    Input: {
      vars: () => ({
        wrapper: { '--input-height': '2rem', '--input-fz': small, '--input-bd': 'var(--edge)' },
      }),
    },
    InputWrapper: {
      vars: () => ({
        label: { '--input-label-size': small },
        error: { '--input-error-size': small },
        description: { '--input-description-size': small },
      }),
    },
    Modal: { defaultProps: { centered: true, lockScroll: false, transitionProps: { duration: 120 } } },
    Menu: { defaultProps: { position: 'bottom-end', shadow: 'md', transitionProps: { duration: 80 } } },
  },
});
