import type { User } from '#contract/account/api';
import type { Executor } from '../database/database.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { isUsable } from '../user/demo-account.ts';
import { toUser } from '../user/user.ts';
import { endSessionOfCredential } from './end-session.ts';
import { findLiveSession, updateSession } from './session-repository.ts';
import { sessionTokenKeys } from './session-tokens.ts';
import { startSession, type Origin, type VerifiedUser } from './start-session.ts';

type Context = Pick<ServiceContext, 'database' | 'secrets'>;

/** Starts a web session; returns the cookie's value. */
export async function startWebSession(
  { secrets }: Pick<Context, 'secrets'>,
  executor: Executor,
  user: VerifiedUser,
  origin: Origin,
): Promise<string> {
  return sessionTokenKeys(secrets).signCookie(await startSession(executor, { user, kind: 'web', origin }));
}

/** The user that the browser with this cookie is signed in as; undefined when it is not signed in. */
export async function findWebSession(
  context: Context & Pick<ServiceContext, 'isDemo'>,
  cookie: string | undefined,
): Promise<{ sessionId: string; user: User } | undefined> {
  const { database, secrets } = context;
  const sessionId = cookie === undefined ? undefined : sessionTokenKeys(secrets).readCookie(cookie);
  if (!sessionId) return undefined;
  const row = await findLiveSession(database.orm, sessionId, 'web');
  if (!row || !isUsable(context, row.user)) return undefined;
  if (row.stale) await updateSession(database.orm, sessionId, { lastSeenAt: new Date() });
  return { sessionId, user: toUser(row.user) };
}

/** Ends the session of a cookie; a cookie of no session changes nothing. */
export async function endWebSession(
  { database, secrets }: Context,
  cookie: string | undefined,
): Promise<void> {
  const sessionId = cookie === undefined ? undefined : sessionTokenKeys(secrets).readCookie(cookie);
  if (sessionId) await database.transaction((tx) => endSessionOfCredential(tx, sessionId));
}
