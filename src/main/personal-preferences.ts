import { z } from 'zod';
import type { NotificationKind, Preferences as Choices } from '#contract/admin-bridge';
import type { Preferences } from './preferences.ts';

export const notifications = z.strictObject({
  accepted: z.boolean(),
  declined: z.boolean(),
  failed: z.boolean(),
});
export const dateFormat = z.enum(['system', 'iso']);

/** What the person has chosen in the settings; what the file does not say, or says wrongly, is as at first. */
export function readChoices(preferences: Preferences): Choices {
  const kept = z.record(z.string(), z.unknown()).catch({}).parse(preferences.read('notifications'));
  const isOn = (kind: NotificationKind): boolean => kept[kind] !== false;
  return {
    notifications: { accepted: isOn('accepted'), declined: isOn('declined'), failed: isOn('failed') },
    dateFormat: dateFormat.catch('system').parse(preferences.read('dateFormat')),
  };
}
