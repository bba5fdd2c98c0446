import type { User } from '#contract/session';
import type { Executor } from '../database/database.ts';
import type { ServiceContext } from '../http/service-context.ts';
import { toUser } from './account-service.ts';
import { findLiveSession, updateSession } from './session-repository.ts';
import { checkCredentials, end, startSession, type Credentials, type Origin } from './session-service.ts';
import { sessionTokenKeys } from './session-tokens.ts';

type Context = Pick<ServiceContext, 'database' | 'secrets'>;

/** Begins a web session; returns the cookie's value. */
export async function startWebSession(
  { secrets }: Pick<Context, 'secrets'>,
  executor: Executor,
  userId: string,
  origin: Origin,
): Promise<string> {
  return sessionTokenKeys(secrets).signCookie(await startSession(executor, { userId, kind: 'web', origin }));
}

/** @throws Problem as `checkCredentials` */
export async function signInOnWeb(
  context: Context,
  input: Credentials & { origin: Origin },
): Promise<{ cookie: string }> {
  const user = await checkCredentials(context, { ...input, address: input.origin.address });
  return { cookie: await startWebSession(context, context.database.orm, user.id, input.origin) };
}

/** Who the browser with this cookie is signed in as; undefined: nobody. */
export async function findWebSession(
  { database, secrets }: Context,
  cookie: string | undefined,
): Promise<{ sessionId: string; user: User } | undefined> {
  const sessionId = cookie === undefined ? undefined : sessionTokenKeys(secrets).readCookie(cookie);
  if (!sessionId) return undefined;
  const row = await findLiveSession(database.orm, sessionId, 'web');
  if (!row) return undefined;
  if (row.stale) await updateSession(database.orm, sessionId, { lastSeenAt: new Date() });
  return { sessionId, user: toUser(row.user) };
}

/** Ends the session of a cookie; one that is no session changes nothing. */
export async function endWebSession(
  { database, secrets }: Context,
  cookie: string | undefined,
): Promise<void> {
  const sessionId = cookie === undefined ? undefined : sessionTokenKeys(secrets).readCookie(cookie);
  if (sessionId) await database.transaction((tx) => end(tx, sessionId));
}
