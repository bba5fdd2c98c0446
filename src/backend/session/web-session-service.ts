import type { User } from '#contract/session';
import type { Executor } from '../database/database.ts';
import type { ServiceContext } from '../http/service-context.ts';
import { toUser } from './account-service.ts';
import { isGenuineAccountToken, readAccountToken, signAccountToken } from './account-token.ts';
import { findLiveSession, findUser, updateSession, type UserRow } from './session-repository.ts';
import {
  checkCode,
  checkPassword,
  end,
  type Origin,
  type ProvenUser,
  startSession,
} from './session-service.ts';
import { sessionTokenKeys } from './session-tokens.ts';

type Context = Pick<ServiceContext, 'database' | 'secrets'>;

/** How long the page waits for the code once the password was right. */
export const codeTokenLifetimeMs = 5 * 60 * 1000;

/** Begins a web session; returns the cookie's value. */
export async function startWebSession(
  { secrets }: Pick<Context, 'secrets'>,
  executor: Executor,
  user: ProvenUser,
  origin: Origin,
): Promise<string> {
  return sessionTokenKeys(secrets).signCookie(await startSession(executor, { user, kind: 'web', origin }));
}

/**
 * Signs in with e-mail and password. With two-factor sign-in that gives no session yet, but a token with which
 * `finishSignInOnWeb` asks for the code alone: the password is neither kept nor typed twice.
 *
 * @throws Problem `invalid_credentials`, `rate_limited`
 */
export async function signInOnWeb(
  context: Context,
  { email, password, origin }: { email: string; password: string; origin: Origin },
): Promise<{ cookie: string } | { codeToken: string }> {
  const user = await checkPassword(context, { email, password, address: origin.address });
  if (user.totpConfirmedAt === null) {
    return { cookie: await startWebSession(context, context.database.orm, user, origin) };
  }
  const { id: userId, passwordHash } = user;
  const expiresAt = new Date(Date.now() + codeTokenLifetimeMs);
  return {
    codeToken: signAccountToken(context.secrets, 'sign-in code', { userId, passwordHash, expiresAt }),
  };
}

/** Who has given the right password and owes the code; undefined when that is too long ago. */
export async function findSignInOnWeb(
  context: Context,
  codeToken: string | undefined,
): Promise<{ email: string } | undefined> {
  const user = await findUserOwingCode(context, codeToken);
  return user && { email: user.email };
}

/**
 * Signs in with the code that was owed, or a recovery code.
 *
 * @returns undefined when the password was given too long ago
 * @throws Problem `totp_required`, `totp_invalid`, `rate_limited`
 */
export async function finishSignInOnWeb(
  context: Context,
  { codeToken, totp, origin }: { codeToken: string | undefined; totp: string | undefined; origin: Origin },
): Promise<{ cookie: string } | undefined> {
  const user = await findUserOwingCode(context, codeToken);
  if (!user) return undefined;
  await checkCode(context, user, { totp, address: origin.address });
  return { cookie: await startWebSession(context, context.database.orm, user, origin) };
}

async function findUserOwingCode(
  { database, secrets }: Context,
  codeToken: string | undefined,
): Promise<UserRow | undefined> {
  const userId = codeToken === undefined ? undefined : readAccountToken(codeToken);
  const user = userId === undefined ? undefined : await findUser(database.orm, userId);
  if (codeToken === undefined || !user || user.totpConfirmedAt === null) return undefined;
  return isGenuineAccountToken(secrets, 'sign-in code', codeToken, user.passwordHash) ? user : undefined;
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
