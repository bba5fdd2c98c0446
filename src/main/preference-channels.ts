import { z } from 'zod';
import { noInput } from './channel-input.ts';
import type { Handle } from './handle.ts';
import { dateFormat, notifications, readChoices } from './personal-preferences.ts';
import type { Preferences } from './preferences.ts';
import { broadcast } from './window.ts';

export function registerPreferences(handle: Handle, preferences: Preferences): void {
  handle('preferences.current', noInput, () => readChoices(preferences));

  handle(
    'preferences.set',
    z.strictObject({ notifications: notifications.optional(), dateFormat: dateFormat.optional() }),
    (chosen) => {
      for (const [name, value] of Object.entries(chosen)) {
        if (value !== undefined) preferences.write(name, value);
      }
      const choices = readChoices(preferences);
      broadcast('preferences.onChange', choices);
      return choices;
    },
  );
}
