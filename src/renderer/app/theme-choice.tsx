import { IconDeviceDesktop, IconMoon, IconSun, type Icon } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Theme } from '#contract/admin-bridge';
import { setThemeOptions, themeOptions } from './theme-queries.ts';
import classes from './theme-choice.module.css';

const themes = [
  ['light', 'Light', IconSun],
  ['dark', 'Dark', IconMoon],
  ['system', 'System', IconDeviceDesktop],
] as const satisfies [Theme, string, Icon][];

/** Light, dark, or as the system has it. */
export function ThemeChoice() {
  const client = useQueryClient();
  const { data: theme = 'system' } = useQuery(themeOptions);
  const choose = useMutation({
    ...setThemeOptions,
    onMutate: (chosen) => client.setQueryData(themeOptions.queryKey, chosen),
  });
  return (
    <div role="radiogroup" aria-label="Theme" className={classes.choice}>
      {themes.map(([value, words, ThemeIcon]) => (
        <label key={value} title={words} className={classes.theme}>
          <input
            type="radio"
            name="theme"
            aria-label={words}
            checked={theme === value}
            onChange={() => choose.mutate(value)}
          />
          <ThemeIcon size={15} aria-hidden />
        </label>
      ))}
    </div>
  );
}
