import { mutationOptions, queryOptions } from '@tanstack/react-query';
import { bridge, unwrap } from '../bridge/bridge.ts';

/** Where one is signed in. No event tells of it: looked up anew whenever it is shown. */
export const sessionsOptions = queryOptions({
  queryKey: ['sessions'],
  queryFn: () => unwrap(bridge.session.list()),
  staleTime: 0,
});

export const endSessionOptions = mutationOptions({
  mutationKey: ['session.end'],
  mutationFn: (sessionId: string) => unwrap(bridge.session.end({ sessionId })),
});

export const endOtherSessionsOptions = mutationOptions({
  mutationKey: ['session.endOthers'],
  mutationFn: () => unwrap(bridge.session.endOthers()),
});

export const changePasswordOptions = mutationOptions({
  mutationKey: ['session.changePassword'],
  mutationFn: (input: { current: string; next: string }) => unwrap(bridge.session.changePassword(input)),
});

/** Whether two-factor sign-in is on. */
export const totpOptions = queryOptions({
  queryKey: ['totp'],
  queryFn: () => unwrap(bridge.totp.current()),
  staleTime: 0,
});

/** Makes a new secret each time: that of an attempt that was given up is worth nothing any more. */
export const createTotpOptions = queryOptions({
  queryKey: ['totp-secret'],
  queryFn: () => unwrap(bridge.totp.create()),
  // Nothing that happens meanwhile makes another one: this one may be in the phone already.
  staleTime: 'static',
  gcTime: 0,
});

export const confirmTotpOptions = mutationOptions({
  mutationKey: ['totp.confirm'],
  mutationFn: (code: string) => unwrap(bridge.totp.confirm({ code })),
});

export const removeTotpOptions = mutationOptions({
  mutationKey: ['totp.remove'],
  mutationFn: (input: { password: string; code: string }) => unwrap(bridge.totp.remove(input)),
});
