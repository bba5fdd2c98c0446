import { z } from 'zod';
import type { NotificationKind, Preferences as Choices } from '#contract/admin-bridge';
import { noInput } from './channel-input.ts';
import type { Handle } from './handle.ts';
import type { Preferences } from './preferences.ts';
import { broadcast } from './window.ts';

const notifications = z.strictObject({ accepted: z.boolean(), declined: z.boolean(), failed: z.boolean() });
const dateFormat = z.enum(['system', 'iso']);

/** What the person has chosen in the settings; what the file does not say, or says wrongly, is as at first. */
export function readChoices(preferences: Preferences): Choices {
  const kept = z.record(z.string(), z.unknown()).catch({}).parse(preferences.read('notifications'));
  const isOn = (kind: NotificationKind): boolean => kept[kind] !== false;
  return {
    notifications: { accepted: isOn('accepted'), declined: isOn('declined'), failed: isOn('failed') },
    dateFormat: dateFormat.catch('system').parse(preferences.read('dateFormat')),
  };
}

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
