import { and, eq, isNull, lt, or } from 'drizzle-orm';
import type { Executor } from '../database/database.ts';
import { users } from '../database/tables/users.ts';
import { Problem } from '../platform/errors/problem.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import type { UserRow } from '../user/user-repository.ts';
import { spendRecoveryCode } from './recovery-codes.ts';
import { sealTotpSecret, unsealTotpSecret } from './totp-secret.ts';
import { stepOfCode } from './totp.ts';

/**
 * Spends a code of the authenticator, or a recovery code; false for a code that is wrong or was used before.
 *
 * @param user with a TOTP secret
 */
export async function spendCode(
  { secrets }: Pick<ServiceContext, 'secrets'>,
  executor: Executor,
  user: UserRow,
  code: string,
): Promise<boolean> {
  const secret = user.totpSecret === null ? undefined : unsealTotpSecret(secrets, user.totpSecret);
  const step = secret === undefined ? undefined : stepOfCode(secret, code, Date.now());
  if (secret === undefined || step === undefined || user.totpSecret === null) {
    return spendRecoveryCode(secrets, executor, user.id, code);
  }
  const taken = await executor
    .update(users)
    .set({
      totpLastStep: step,
      // Sealed anew under the current secret, before the operator drops the previous one.
      ...(secrets.previous ? { totpSecret: sealTotpSecret(secrets, secret) } : {}),
    })
    .where(
      and(
        eq(users.id, user.id),
        // The secret that the code was checked against: another one may have been created since.
        eq(users.totpSecret, user.totpSecret),
        or(isNull(users.totpLastStep), lt(users.totpLastStep, step)),
      ),
    )
    .returning({ id: users.id });
  return taken.length === 1;
}

export function wrongCode(): Problem {
  return new Problem(
    'totp_invalid',
    "That code didn't work. Enter the current code from your authenticator app.",
  );
}
