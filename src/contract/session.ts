import { z } from 'zod';
import { defineEndpoint, id, nothing, pageOf, timestamp } from './endpoint.ts';
import { role } from './member.ts';

export const user = z.object({
  id,
  email: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  /** Support staff: sees every organization, by a flag on the account. */
  staff: z.boolean(),
});
export type User = z.infer<typeof user>;

export const membership = z.object({ organizationId: id, organizationName: z.string(), role });
export type Membership = z.infer<typeof membership>;

/** The tokens of one session. The access token is short-lived; the refresh token serves once. */
export const sessionTokens = z.object({
  accessToken: z.string(),
  accessTokenExpiresAt: timestamp,
  refreshToken: z.string(),
  user,
});
export type SessionTokens = z.infer<typeof sessionTokens>;

export const login = defineEndpoint({
  name: 'session.login',
  method: 'POST',
  path: '/api/auth/login',
  summary: 'Sign in with e-mail and password',
  access: 'none',
  body: z.strictObject({
    // Not the strict address: a sign-in with a malformed one fails like any unknown one.
    email: z.string().max(1000),
    password: z.string().min(1).max(1000),
    totp: z.string().max(100).optional(),
  }),
  status: 200,
  answer: sessionTokens,
  problems: ['invalid_credentials', 'totp_required', 'totp_invalid'],
});

const refreshTokenBody = z.strictObject({ refreshToken: z.string().min(1).max(1000) });

export const refresh = defineEndpoint({
  name: 'session.refresh',
  method: 'POST',
  path: '/api/auth/refresh',
  summary: 'Exchange a refresh token for new tokens',
  access: 'none',
  body: refreshTokenBody,
  status: 200,
  answer: sessionTokens,
  problems: ['session_revoked'],
});

export const logout = defineEndpoint({
  name: 'session.logout',
  method: 'POST',
  path: '/api/auth/logout',
  summary: 'End the session of a refresh token',
  access: 'none',
  body: refreshTokenBody,
  status: 204,
  answer: nothing,
});

export const me = defineEndpoint({
  name: 'session.me',
  method: 'GET',
  path: '/api/me',
  summary: 'The signed-in user and their organizations',
  access: 'account',
  status: 200,
  answer: z.object({ user, memberships: z.array(membership) }),
});

export const minPasswordLength = 12;
const maxPasswordLength = 256;

/**
 * A new password (NIST SP 800-63B): a length, no composition rules; compared in NFKC. That it is not
 * a common one is checked by the backend, which has the list.
 */
export const newPassword = z
  .string()
  .max(4 * maxPasswordLength)
  .transform((written) => written.normalize('NFKC'))
  .pipe(
    z
      .string()
      .min(minPasswordLength, `Use at least ${minPasswordLength} characters.`)
      .max(maxPasswordLength, `Use at most ${maxPasswordLength} characters.`),
  );

const personName = (what: string) =>
  z.string().trim().min(1, `Enter your ${what}.`).max(100, 'Use at most 100 characters.');

/** What an invitee without an account fills in. The address comes from the invite, never from here. */
export const registration = z.object({
  firstName: personName('first name'),
  lastName: personName('last name'),
  password: newPassword,
});
export type Registration = z.infer<typeof registration>;

/** A place where the user is signed in. */
export const session = z.object({
  id,
  /** `app`: the desktop app or a script. `web`: a browser. */
  kind: z.enum(['app', 'web']),
  /** How the program there calls itself. */
  device: z.string(),
  address: z.string(),
  createdAt: timestamp,
  lastSeenAt: timestamp,
  /** Whether it is the one that asks. */
  current: z.boolean(),
});
export type Session = z.infer<typeof session>;

export const listSessions = defineEndpoint({
  name: 'session.list',
  method: 'GET',
  path: '/api/sessions',
  summary: 'Where the caller is signed in',
  access: 'person',
  status: 200,
  answer: pageOf(session),
});

export const endSession = defineEndpoint({
  name: 'session.end',
  method: 'DELETE',
  path: '/api/sessions/:sessionId',
  summary: "End one of the caller's sessions",
  access: 'person',
  params: z.object({ sessionId: id }),
  status: 204,
  answer: nothing,
  problems: ['not_found'],
});

export const endOtherSessions = defineEndpoint({
  name: 'session.endOthers',
  method: 'DELETE',
  path: '/api/sessions',
  summary: 'End all sessions of the caller but this one',
  access: 'person',
  status: 204,
  answer: nothing,
});

const typedPassword = z.string().min(1).max(1000);

export const changePassword = defineEndpoint({
  name: 'session.changePassword',
  method: 'POST',
  path: '/api/auth/password',
  summary: 'Change the password; all other sessions end',
  access: 'person',
  body: z.strictObject({ current: typedPassword, next: newPassword }),
  status: 204,
  answer: nothing,
  problems: ['invalid_credentials'],
});

export const forgotPassword = defineEndpoint({
  name: 'session.forgotPassword',
  method: 'POST',
  path: '/api/auth/forgot',
  summary: 'Mail a link to choose a new password, if there is such an account',
  access: 'none',
  body: z.strictObject({ email: z.string().min(1).max(1000) }),
  status: 202,
  answer: nothing,
});
