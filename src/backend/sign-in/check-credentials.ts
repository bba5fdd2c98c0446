import { normalizeEmail } from '#contract/email-address';
import {
  clearSignInAttempts,
  countSignInAttempt,
  uncountSignInAttempt,
  type SignInAttempt,
} from '../platform/auth/sign-in-throttle.ts';
import { semaphorePerKey } from '../platform/concurrency/semaphore.ts';
import { verifyPassword } from '../platform/crypto/password.ts';
import { Problem } from '../platform/errors/problem.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { spendCode, wrongCode } from '../two-factor/spend-code.ts';
import { demoAccountRefused, isUsable } from '../user/demo-account.ts';
import { findKnownDevice } from '../session/known-devices.ts';
import type { Origin } from '../session/start-session.ts';
import { findUserByEmail, type UserRow } from '../user/user-repository.ts';

type Context = Pick<ServiceContext, 'database' | 'secrets' | 'isDemo'>;

/**
 * Parallel sign-ins of one account are checked one after the other: each counts as failed until it has succeeded, so that
 * parallel correct ones would otherwise be taken for many failures.
 */
const oneAtATime = semaphorePerKey(1);

export interface Credentials {
  email: string;
  password: string;
  /** A code of the authenticator app, or a recovery code. */
  totp?: string | undefined;
}

/** Where credentials come from. */
type From = Pick<Origin, 'address' | 'knownDevices'>;

/**
 * The account of an email and a password, and a code where two-factor is on.
 *
 * @throws Problem `invalid_credentials`, the same in text and time for an unknown address; `totp_required`,
 *   `totp_invalid`; `forbidden` for an account of the demo where there is none; `rate_limited` after repeated failures
 */
export async function checkCredentials(
  context: Context,
  { email, password, totp, ...from }: Credentials & From,
): Promise<UserRow> {
  const user = await checkPassword(context, { email, password, ...from });
  if (user.totpConfirmedAt !== null) await checkCode(context, user, { totp, ...from });
  return user;
}

/**
 * The account of an email and a password. Where two-factor is on, this is the first half: `checkCode` has to follow.
 *
 * @throws Problem `invalid_credentials`, `forbidden`, `rate_limited` as `checkCredentials`
 */
export async function checkPassword(
  context: Context,
  { email, password, ...from }: Omit<Credentials, 'totp'> & From,
): Promise<UserRow> {
  const normalized = normalizeEmail(email) ?? email;
  // Whose device it may be is looked up for every address alike, so that the time does not tell whether it has an account.
  const owner =
    from.knownDevices === undefined ? undefined : await findUserByEmail(context.database.orm, normalized);
  const attempt = attemptOf(context, { id: owner?.id, email: normalized }, from);
  // A stranger's attempts are not in the way of a known device.
  const queue = attempt.knownDevice ?? normalized;
  return oneAtATime(queue, () => tryPassword(context, attempt, password));
}

async function tryPassword(context: Context, attempt: SignInAttempt, password: string): Promise<UserRow> {
  await countSignInAttempt(context, attempt);
  const user = await findUserByEmail(context.database.orm, attempt.email);
  if (!(await verifyPassword(password, user?.passwordHash)) || !user) {
    throw new Problem('invalid_credentials', 'Wrong email or password. Check both and try again.');
  }
  if (!isUsable(context, user)) throw demoAccountRefused();
  // With two-factor, earlier wrong codes stay counted until a code is right: the password must not buy new guesses.
  if (user.totpConfirmedAt === null) await clearSignInAttempts(context, attempt);
  else await uncountSignInAttempt(context, attempt);
  return user;
}

/**
 * The second half of signing in with two-factor; a wrong code counts as a failed sign-in.
 *
 * @param user whose password was right
 * @throws Problem `totp_required`, `totp_invalid`, `rate_limited`
 */
export async function checkCode(
  context: Context,
  user: UserRow,
  { totp, ...from }: { totp: string | undefined } & From,
): Promise<void> {
  if (totp === undefined || totp.trim() === '') {
    throw new Problem('totp_required', 'Enter the code from your authenticator app.');
  }
  const attempt = attemptOf(context, user, from);
  await countSignInAttempt(context, attempt);
  if (!(await spendCode(context, context.database.orm, user, totp))) throw wrongCode();
  await clearSignInAttempts(context, attempt);
}

function attemptOf(
  { secrets }: Context,
  { id, email }: { id: string | undefined; email: string },
  { address, knownDevices }: From,
): SignInAttempt {
  return { email, address, knownDevice: findKnownDevice(secrets, id, knownDevices) };
}
