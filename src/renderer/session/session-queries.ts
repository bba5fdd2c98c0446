import { mutationOptions, queryOptions } from '@tanstack/react-query';
import { bridge, unwrap } from '../bridge/bridge.ts';

/** Who is signed in, or that nobody is and why. The main process tells every change. */
export const sessionOptions = queryOptions({
  queryKey: ['session'],
  queryFn: () => unwrap(bridge.session.current()),
});

export interface SignInInput {
  server: string;
  email: string;
  password: string;
  totp?: string;
}

export const signInOptions = mutationOptions({
  mutationKey: ['session.signIn'],
  mutationFn: (input: SignInInput) => unwrap(bridge.session.signIn(input)),
});

export const signOutOptions = mutationOptions({
  mutationKey: ['session.signOut'],
  mutationFn: () => unwrap(bridge.session.signOut()),
});

/** Opens the page of the server on which one asks for a new password. */
export const forgotPasswordOptions = mutationOptions({
  mutationKey: ['session.openForgotPassword'],
  mutationFn: (server: string) => unwrap(bridge.session.openForgotPassword({ server })),
});
