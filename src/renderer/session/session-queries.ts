import { mutationOptions } from '@tanstack/react-query';
import { bridge, unwrap } from '../data/bridge.ts';

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

export interface ProxySignIn {
  proxy: string;
  username: string;
  password: string;
}

/** Gives a proxy the user name and password that it has asked for. */
export const proxySignInOptions = mutationOptions({
  mutationKey: ['proxy.signIn'],
  mutationFn: (input: ProxySignIn) => unwrap(bridge.proxy.signIn(input)),
});

/** Opens the server's page for a forgotten password in the browser. */
export const forgotPasswordOptions = mutationOptions({
  mutationKey: ['session.openForgotPassword'],
  mutationFn: (server: string) => unwrap(bridge.session.openForgotPassword({ server })),
});
