import { mutationOptions, queryOptions } from '@tanstack/react-query';
import { bridge, unwrap } from '../data/bridge.ts';

/** The user's sessions. No live event reports a change, so they are loaded whenever they are shown. */
export const sessionsOptions = queryOptions({
  queryKey: ['sessions'],
  queryFn: async () => (await unwrap(bridge.session.list())).items,
  staleTime: 0,
});

export const changePasswordOptions = mutationOptions({
  mutationKey: ['account.changePassword'],
  mutationFn: (input: { current: string; next: string }) => unwrap(bridge.account.changePassword(input)),
});

/** Whether two-factor sign-in is on. */
export const twoFactorOptions = queryOptions({
  queryKey: ['two-factor'],
  queryFn: () => unwrap(bridge.twoFactor.get()),
  staleTime: 0,
});

/** Creates a new secret each time: the secret of an earlier attempt is no longer valid. */
export const createTwoFactorOptions = mutationOptions({
  mutationKey: ['twoFactor.create'],
  mutationFn: (password: string) => unwrap(bridge.twoFactor.create({ password })),
  // The answer contains the secret itself: it is removed together with the dialog that shows it.
  gcTime: 0,
});

export const confirmTwoFactorOptions = mutationOptions({
  mutationKey: ['twoFactor.confirm'],
  mutationFn: (code: string) => unwrap(bridge.twoFactor.confirm({ code })),
});

export const removeTwoFactorOptions = mutationOptions({
  mutationKey: ['twoFactor.remove'],
  mutationFn: (input: { password: string; code: string }) => unwrap(bridge.twoFactor.remove(input)),
});
