import type { Executor } from '../database/database.ts';
import { unauthenticated, type Caller, type Confirmed } from '../platform/auth/caller.ts';
import { networkOf } from '../platform/auth/sign-in-throttle.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { isUsable } from '../user/demo-account.ts';
import { fullName } from '../user/user.ts';
import { findLiveSession, findLiveSessionIn, touchSession, type LiveSession } from './session-repository.ts';
import { sessionTokenKeys, type AccessClaims } from './session-tokens.ts';

type Context = Pick<ServiceContext, 'database' | 'secrets' | 'isDemo'>;

/**
 * The caller of an access token. The token only identifies the session; whether it is live and what its user may do is read
 * from the database.
 *
 * @throws Problem `unauthenticated`
 */
export async function authenticate(context: Context, authorization: string | undefined): Promise<Caller> {
  const executor = context.database.orm;
  const claims = await readClaims(context, authorization);
  const { sessionId, generation } = claims;
  const session = await findLiveSession(executor, sessionId, 'app', generation);
  const caller = callerOf(context, claims, session);
  if (session?.stale) await touchSession(executor, sessionId, generation);
  return caller;
}

/**
 * The claims of an access token, without the database.
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
 * Reads the caller of the claims and their role in an organization in one statement. It does not store that the session is
 * in use: behind other statements on the same connection that would make a refusal wait for them.
 *
 * @param organizationId a UUID; undefined for none
 * @throws Problem `unauthenticated`
 */
export async function confirmClaimsIn(
  context: Pick<Context, 'isDemo'>,
  executor: Executor,
  claims: AccessClaims,
  organizationId: string | undefined,
): Promise<Confirmed> {
  const { sessionId, generation } = claims;
  const found = await findLiveSessionIn(executor, sessionId, 'app', organizationId ?? null, generation);
  return {
    caller: callerOf(context, claims, found?.session),
    callerRole: found?.callerRole,
    touchSession: found?.session.stale ? () => touchSession(executor, sessionId, generation) : undefined,
  };
}

function callerOf(
  context: Pick<Context, 'isDemo'>,
  claims: AccessClaims,
  session: LiveSession | undefined,
): Caller {
  if (!session || session.user.id !== claims.userId) throw unauthenticated();
  const { user } = session;
  if (!isUsable(context, user)) throw unauthenticated();
  return {
    userId: user.id,
    sessionId: claims.sessionId,
    name: fullName(user),
    email: user.email,
    staff: user.actingStaff,
    scopes: null,
  };
}

/** The key under which the rate limit counts a request: the user that its token names, else its address. */
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
