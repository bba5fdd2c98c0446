import { nativeTheme } from 'electron';
import type { Theme } from '#contract/admin-bridge';
import type { Preferences } from './preferences.ts';

/** The theme that the person has chosen; the page follows it by `prefers-color-scheme`. */
export interface Appearance {
  theme(): Theme;
  setTheme(theme: Theme): void;
  onTheme(listener: (theme: Theme) => void): void;
}

/** Takes up the theme that was chosen last. */
export function createAppearance(preferences: Preferences): Appearance {
  const listeners: ((theme: Theme) => void)[] = [];
  const kept = preferences.read('theme');
  nativeTheme.themeSource = kept === 'light' || kept === 'dark' ? kept : 'system';
  return {
    theme: () => nativeTheme.themeSource,
    setTheme(theme) {
      nativeTheme.themeSource = theme;
      preferences.write('theme', theme);
      for (const listener of listeners) listener(theme);
    },
    onTheme: (listener) => void listeners.push(listener),
  };
}
