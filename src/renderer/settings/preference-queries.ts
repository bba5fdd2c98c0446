import { mutationOptions } from '@tanstack/react-query';
import type { Preferences } from '#contract/admin-bridge';
import { bridge, unwrap } from '../bridge/bridge.ts';

export const setPreferencesOptions = mutationOptions({
  mutationKey: ['preferences'],
  mutationFn: (changes: Partial<Preferences>) => unwrap(bridge.preferences.set(changes)),
});
