import { z } from 'zod';
import type { Appearance } from '../preferences/appearance.ts';
import { dateFormat, notificationPreferences, readPreferences } from '../preferences/preferences.ts';
import type { PreferenceStore } from '../preferences/preferences.ts';
import { broadcast } from '../window/window.ts';
import { noInput } from './handle.ts';
import type { Handle } from './handle.ts';

const preferenceChanges = z.strictObject({
  notifications: notificationPreferences.optional(),
  dateFormat: dateFormat.optional(),
});

interface PreferenceContext {
  preferences: PreferenceStore;
  appearance: Appearance;
}

/** Registers the preferences and the theme. Every window receives each change. */
export function registerPreferenceHandlers(
  handle: Handle,
  { preferences, appearance }: PreferenceContext,
): void {
  handle('preferences.current', noInput, () => readPreferences(preferences));

  handle('preferences.set', preferenceChanges, (changes) => {
    for (const [name, value] of Object.entries(changes)) {
      if (value !== undefined) preferences.write(name, value);
    }
    const current = readPreferences(preferences);
    broadcast('preferences.onChange', current);
    return current;
  });

  handle('appearance.theme', noInput, () => appearance.theme());

  handle(
    'appearance.setTheme',
    z.strictObject({ theme: z.enum(['light', 'dark', 'system']) }),
    ({ theme }) => {
      appearance.setTheme(theme);
      return null;
    },
  );
  appearance.onTheme((theme) => broadcast('appearance.onTheme', theme));
}
