import { nativeTheme } from 'electron';
import type { Theme } from '#contract/bridge/types';
import type { PreferenceStore } from './preferences.ts';

/** The theme that the user has chosen. The renderer follows it through `prefers-color-scheme`. */
export interface Appearance {
  theme(): Theme;
  setTheme(theme: Theme): void;
  onTheme(listener: (theme: Theme) => void): void;
}

/** Applies the saved theme. */
export function createAppearance(preferences: PreferenceStore): Appearance {
  const listeners: ((theme: Theme) => void)[] = [];
  const saved = preferences.read('theme');
  nativeTheme.themeSource = saved === 'light' || saved === 'dark' ? saved : 'system';
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
