import { and, eq, inArray, isNotNull, isNull, lt, or, sql } from 'drizzle-orm';
import type { TotpState } from '#contract/totp';
import type { Executor } from '../database/database.ts';
import { Problem } from '../http/problem.ts';
import type { ServiceContext } from '../http/service-context.ts';
import { macKey, seal, unseal, type Secrets } from '../http/secret.ts';
import type { Caller } from '../http/caller.ts';
import { countLoginAttempt, forgiveLoginAttempt } from './login-throttle.ts';
import { verifyPassword } from './password.ts';
import { findUser, type UserRow } from './session-repository.ts';
import { newRecoveryCodes, newTotpSecret, normalizeRecoveryCode, otpauthUrl, stepOfCode } from './totp.ts';
import { recoveryCodes, users } from './user-table.ts';

type Context = Pick<ServiceContext, 'database' | 'secrets'>;

const sealPurpose = 'totp secret';

/**
 * Spends a code of the authenticator, or a recovery code; false for one that is wrong or was used before.
 *
 * @param user with two-factor sign-in
 */
export async function spendCode(
  { secrets }: Pick<Context, 'secrets'>,
  executor: Executor,
  user: UserRow,
  code: string,
): Promise<boolean> {
  const secret = user.totpSecret === null ? undefined : unseal(secrets, sealPurpose, user.totpSecret);
  const step = secret === undefined ? undefined : stepOfCode(secret, code, Date.now());
  if (secret === undefined || step === undefined || user.totpSecret === null) {
    return spendRecoveryCode(secrets, executor, user.id, code);
  }
  const taken = await executor
    .update(users)
    .set({
      totpLastStep: step,
      // Under the new secret, before the one that it is sealed under is forgotten.
      ...(secrets.previous ? { totpSecret: seal(secrets, sealPurpose, secret) } : {}),
    })
    .where(
      and(
        eq(users.id, user.id),
        // The secret that the code was judged by: another may have been asked for meanwhile.
        eq(users.totpSecret, user.totpSecret),
        or(isNull(users.totpLastStep), lt(users.totpLastStep, step)),
      ),
    )
    .returning({ id: users.id });
  return taken.length === 1;
}

async function spendRecoveryCode(
  secrets: Secrets,
  executor: Executor,
  userId: string,
  code: string,
): Promise<boolean> {
  const normal = normalizeRecoveryCode(code);
  if (normal === '') return false;
  const spent = await executor
    .delete(recoveryCodes)
    .where(and(eq(recoveryCodes.userId, userId), inArray(recoveryCodes.mac, macsOf(secrets, userId, normal))))
    .returning({ userId: recoveryCodes.userId });
  return spent.length === 1;
}

function macOf(secrets: Secrets, userId: string, code: string): string {
  return macKey(secrets, 'recovery code').sign(`${userId} ${code}`).toString('base64url');
}

/** As the code may have been kept: under the secret, or the one before it. */
function macsOf(secrets: Secrets, userId: string, code: string): string[] {
  const { current, previous } = secrets;
  const kept = [current, ...(previous ? [previous] : [])];
  return kept.map((secret) => macOf({ current: secret, previous: undefined }, userId, code));
}

/** Whether the caller has two-factor sign-in, and how many recovery codes are left. */
export async function readTotp({ database }: Pick<Context, 'database'>, caller: Caller): Promise<TotpState> {
  const user = await findUser(database.orm, caller.userId);
  const recoveryCodesLeft = await database.orm.$count(recoveryCodes, eq(recoveryCodes.userId, caller.userId));
  return { confirmedAt: user?.totpConfirmedAt?.toISOString() ?? null, recoveryCodesLeft };
}

/**
 * Begins two-factor sign-in: a secret that counts once it is confirmed.
 *
 * @throws Problem `forbidden` when there is one already
 */
export async function createTotp(
  { database, secrets }: Context,
  caller: Caller,
): Promise<{ secret: string; otpauthUrl: string }> {
  const secret = newTotpSecret();
  const kept = await database.orm
    .update(users)
    .set({ totpSecret: seal(secrets, sealPurpose, secret), totpLastStep: null })
    .where(and(eq(users.id, caller.userId), isNull(users.totpConfirmedAt)))
    .returning({ id: users.id });
  if (kept.length === 0) {
    throw new Problem('forbidden', 'Two-factor sign-in is on already. Turn it off first to use another app.');
  }
  return { secret, otpauthUrl: otpauthUrl(secret, caller.email) };
}

/**
 * Turns two-factor sign-in on.
 *
 * @returns recovery codes, shown this one time
 * @throws Problem `totp_invalid`
 */
export async function confirmTotp(
  context: Context,
  caller: Caller,
  { code, address }: { code: string; address: string },
): Promise<{ recoveryCodes: string[] }> {
  const attempt = { email: caller.email, address };
  await countLoginAttempt(context, attempt);
  const codes = newRecoveryCodes();
  await context.database.transaction(async (tx) => {
    const user = await findUser(tx, caller.userId);
    if (!user || user.totpConfirmedAt !== null || !(await spendCode(context, tx, user, code)))
      throw wrongCode();
    const confirmed = await tx
      .update(users)
      // The code that confirms may be the one that the next sign-in asks for: it is spent by sign-ins alone.
      .set({ totpConfirmedAt: sql`date_trunc('milliseconds', now())`, totpLastStep: null })
      .where(and(eq(users.id, user.id), isNull(users.totpConfirmedAt)))
      .returning({ id: users.id });
    if (confirmed.length === 0) throw wrongCode();
    await tx.insert(recoveryCodes).values(
      codes.map((each) => ({
        userId: user.id,
        mac: macOf(context.secrets, user.id, normalizeRecoveryCode(each)),
      })),
    );
  });
  await forgiveLoginAttempt(context, attempt);
  return { recoveryCodes: codes };
}

/** @throws Problem `invalid_credentials`, `totp_invalid`, `rate_limited` */
export async function removeTotp(
  context: Context,
  caller: Caller,
  { password, code, address }: { password: string; code: string; address: string },
): Promise<void> {
  const attempt = { email: caller.email, address };
  await countLoginAttempt(context, attempt);
  const user = await findUser(context.database.orm, caller.userId);
  if (!(await verifyPassword(password, user?.passwordHash)) || !user) {
    throw new Problem('invalid_credentials', 'The password is wrong.');
  }
  await context.database.transaction(async (tx) => {
    if (!(await spendCode(context, tx, user, code))) throw wrongCode();
    await tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, user.id));
    await tx
      .update(users)
      .set({ totpSecret: null, totpConfirmedAt: null, totpLastStep: null })
      .where(and(eq(users.id, user.id), isNotNull(users.totpConfirmedAt)));
  });
  await forgiveLoginAttempt(context, attempt);
}

export function wrongCode(): Problem {
  return new Problem(
    'totp_invalid',
    'This code is wrong or was used already. Enter the one that your authenticator app shows now.',
  );
}
