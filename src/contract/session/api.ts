import { z } from 'zod';
import { openEnum } from '../open-enum.ts';
import { defineEndpoint, id, nothing, pageOf, timestamp } from '../endpoint.ts';
import { user } from '../account/api.ts';

/** The tokens of one session. The access token is short-lived; the refresh token serves once. */
export const sessionTokens = z.object({
  accessToken: z.string(),
  accessTokenExpiresAt: timestamp,
  refreshToken: z.string(),
  user,
});
export type SessionTokens = z.infer<typeof sessionTokens>;

export const signIn = defineEndpoint({
  name: 'session.signIn',
  method: 'POST',
  path: '/api/auth/login',
  summary: 'Sign in with email and password',
  access: 'none',
  body: z.strictObject({
    // Not the strict address: a sign-in with a malformed one fails like any unknown one.
    email: z.string().max(1000),
    password: z.string().min(1).max(1000),
    totp: z.string().max(100).optional(),
  }),
  status: 200,
  answer: sessionTokens,
  problems: ['invalid_credentials', 'totp_required', 'totp_invalid', 'forbidden'],
});

const refreshTokenBody = z.strictObject({ refreshToken: z.string().min(1).max(1000) });

export const refreshSession = defineEndpoint({
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

export const signOut = defineEndpoint({
  name: 'session.signOut',
  method: 'POST',
  path: '/api/auth/logout',
  summary: 'End the session of a refresh token',
  access: 'none',
  body: refreshTokenBody,
  status: 204,
  answer: nothing,
});

/** A place where the user is signed in. */
export const session = z.object({
  id,
  /** `app`: the desktop app or a script. `web`: a browser. */
  kind: openEnum(['app', 'web']),
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
  summary: "List the caller's sessions",
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
  summary: "End all of the caller's sessions except this one",
  access: 'person',
  status: 204,
  answer: nothing,
});
