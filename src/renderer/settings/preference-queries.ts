import { mutationOptions } from '@tanstack/react-query';
import type { Preferences } from '#contract/bridge/types';
import { bridge, unwrap } from '../data/bridge.ts';

export const setPreferencesOptions = mutationOptions({
  mutationKey: ['preferences'],
  mutationFn: (changes: Partial<Preferences>) => unwrap(bridge.preferences.set(changes)),
});
