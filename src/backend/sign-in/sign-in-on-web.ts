import { isGenuineAccountToken, readAccountToken, signAccountToken } from '../account/account-token.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import type { Origin } from '../session/start-session.ts';
import { startWebSession } from '../session/web-session.ts';
import { findUser, type UserRow } from '../user/user-repository.ts';
import { checkCode, checkPassword } from './check-credentials.ts';

type Context = Pick<ServiceContext, 'database' | 'secrets' | 'isDemo'>;

/** A session that has begun, by its cookie, and whose it is. */
export interface WebSignIn {
  cookie: string;
  userId: string;
}

/** How long the page waits for the code once the password was right. */
export const codeTokenLifetimeMs = 5 * 60 * 1000;

/**
 * Signs in with email and password. With two-factor the result is no session yet, but a token with which
 * `finishSignInOnWeb` asks for the code alone: the password is neither stored nor typed twice.
 *
 * @throws Problem `invalid_credentials`, `rate_limited`
 */
export async function signInOnWeb(
  context: Context,
  { email, password, origin }: { email: string; password: string; origin: Origin },
): Promise<WebSignIn | { codeToken: string }> {
  const { address, knownDevices } = origin;
  const user = await checkPassword(context, { email, password, address, knownDevices });
  if (user.totpConfirmedAt === null) return begin(context, user, origin);
  const { id: userId, passwordHash } = user;
  const expiresAt = new Date(Date.now() + codeTokenLifetimeMs);
  return {
    codeToken: signAccountToken(context.secrets, 'sign-in code', { userId, passwordHash, expiresAt }),
  };
}

/** The user whose password was right and whose code is missing; undefined when the password was given too long ago. */
export async function findPendingSignIn(
  context: Context,
  codeToken: string | undefined,
): Promise<{ email: string } | undefined> {
  const user = await findPendingUser(context, codeToken);
  return user && { email: user.email };
}

/**
 * Signs in with the missing code, or a recovery code.
 *
 * @returns undefined when the password was given too long ago
 * @throws Problem `totp_required`, `totp_invalid`, `rate_limited`
 */
export async function finishSignInOnWeb(
  context: Context,
  { codeToken, totp, origin }: { codeToken: string | undefined; totp: string | undefined; origin: Origin },
): Promise<WebSignIn | undefined> {
  const user = await findPendingUser(context, codeToken);
  if (!user) return undefined;
  const { address, knownDevices } = origin;
  await checkCode(context, user, { totp, address, knownDevices });
  return begin(context, user, origin);
}

async function begin(context: Context, user: UserRow, origin: Origin): Promise<WebSignIn> {
  return { cookie: await startWebSession(context, context.database.orm, user, origin), userId: user.id };
}

async function findPendingUser(
  { database, secrets }: Context,
  codeToken: string | undefined,
): Promise<UserRow | undefined> {
  const userId = codeToken === undefined ? undefined : readAccountToken('sign-in code', codeToken);
  const user = userId === undefined ? undefined : await findUser(database.orm, userId);
  if (codeToken === undefined || !user || user.totpConfirmedAt === null) return undefined;
  return isGenuineAccountToken(secrets, 'sign-in code', codeToken, user.passwordHash) ? user : undefined;
}
