import { z } from 'zod';
import type { NotificationKind, Preferences } from '#contract/bridge/types';

/** Where the app saves its preferences; nothing secret. Readers check the values: the user can edit the file. */
export interface PreferenceStore {
  read(name: string): unknown;
  write(name: string, value: unknown): void;
}

export const notificationPreferences = z.strictObject({
  accepted: z.boolean(),
  declined: z.boolean(),
  failed: z.boolean(),
});
export const dateFormat = z.enum(['system', 'iso']);

/** The user's choices in the settings. A choice that is not saved, or is saved wrongly, has its default. */
export function readPreferences(store: PreferenceStore): Preferences {
  const saved = z.record(z.string(), z.unknown()).catch({}).parse(store.read('notifications'));
  const isOn = (kind: NotificationKind): boolean => saved[kind] !== false;
  return {
    notifications: { accepted: isOn('accepted'), declined: isOn('declined'), failed: isOn('failed') },
    dateFormat: dateFormat.catch('system').parse(store.read('dateFormat')),
  };
}
