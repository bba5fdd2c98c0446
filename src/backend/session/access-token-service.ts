import type { Executor } from '../database/database.ts';
import type { Caller, Confirmed } from '../http/caller.ts';
import { Problem } from '../http/problem.ts';
import type { ServiceContext } from '../http/service-context.ts';
import { fullName } from './account-service.ts';
import { networkOf } from './login-throttle.ts';
import { findLiveSession, findLiveSessionIn, updateSession, type LiveSession } from './session-repository.ts';
import { sessionTokenKeys, type AccessClaims } from './session-tokens.ts';

type Context = Pick<ServiceContext, 'database' | 'secrets'>;

/**
 * Who the bearer of an access token is. Only identity is taken from the token; whether the session
 * still lives and what its user may do is read from the database.
 *
 * @throws Problem `unauthenticated`
 */
export async function authenticate(context: Context, authorization: string | undefined): Promise<Caller> {
  const executor = context.database.orm;
  const claims = await readClaims(context, authorization);
  const session = await findLiveSession(executor, claims.sessionId, 'app');
  const caller = callerOf(claims, session);
  if (session?.stale) await noteSeen(executor, claims);
  return caller;
}

/**
 * What an access token claims; nothing is asked of the database.
 *
 * @throws Problem `unauthenticated`
 */
export async function readClaims(
  { secrets }: Pick<Context, 'secrets'>,
  authorization: string | undefined,
): Promise<AccessClaims> {
  const token = bearerToken(authorization);
  const claims = token && (await sessionTokenKeys(secrets).readAccess(token));
  if (!claims) throw unauthenticated();
  return claims;
}

/**
 * Who made the claims, as the database says now, and what they are in an organization: one statement. That the session is in use is left to be
 * noted: behind other statements on the same connection it would keep a refusal waiting for them.
 *
 * @param organizationId a UUID; undefined: none
 * @throws Problem `unauthenticated`
 */
export async function confirmClaimsIn(
  executor: Executor,
  claims: AccessClaims,
  organizationId: string | undefined,
): Promise<Confirmed> {
  const found = await findLiveSessionIn(executor, claims.sessionId, 'app', organizationId ?? null);
  return {
    caller: callerOf(claims, found?.session),
    standing: found?.standing,
    noteSeen: found?.session.stale ? () => noteSeen(executor, claims) : undefined,
  };
}

function callerOf(claims: AccessClaims, session: LiveSession | undefined): Caller {
  if (!session || session.user.id !== claims.userId) throw unauthenticated();
  const { user } = session;
  return {
    userId: user.id,
    sessionId: claims.sessionId,
    name: fullName(user),
    email: user.email,
    staff: user.actingStaff,
    scopes: null,
  };
}

function noteSeen(executor: Executor, { sessionId }: AccessClaims): Promise<unknown> {
  return updateSession(executor, sessionId, { lastSeenAt: new Date() });
}

/** There is no session that would allow it. */
export function unauthenticated(): Problem {
  return new Problem('unauthenticated', 'Sign in to do this.');
}

/** Whom a request counts against: the user that its token names, else the address that it comes from. */
export async function callerKey(
  { secrets }: Pick<Context, 'secrets'>,
  authorization: string | undefined,
  address: string,
): Promise<string> {
  const token = bearerToken(authorization);
  const claims = token && (await sessionTokenKeys(secrets).readAccess(token));
  return claims ? `user ${claims.userId}` : `address ${networkOf(address)}`;
}

function bearerToken(authorization: string | undefined): string | undefined {
  return /^Bearer ([\w.~+/-]+=*)$/i.exec(authorization ?? '')?.[1];
}
