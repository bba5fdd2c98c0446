import { and, eq, isNull } from 'drizzle-orm';
import { users } from '../database/tables/users.ts';
import type { Caller } from '../platform/auth/caller.ts';
import { Problem } from '../platform/errors/problem.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { confirmPassword } from '../user/confirm-password.ts';
import { sealTotpSecret } from './totp-secret.ts';
import { newTotpSecret, otpauthUrl } from './totp.ts';

/**
 * Begins two-factor: creates a secret that takes effect once it is confirmed. It takes the password, because two-factor of
 * somebody who has borrowed a session would lock the account's owner out.
 *
 * @throws Problem `forbidden` when two-factor is on already, `invalid_credentials`, `rate_limited`
 */
export async function createTwoFactor(
  context: Pick<ServiceContext, 'database' | 'secrets'>,
  caller: Caller,
  { password, address }: { password: string; address: string },
): Promise<{ secret: string; otpauthUrl: string }> {
  await confirmPassword(context, caller, { password, address });
  const secret = newTotpSecret();
  const updated = await context.database.orm
    .update(users)
    .set({ totpSecret: sealTotpSecret(context.secrets, secret), totpLastStep: null })
    .where(and(eq(users.id, caller.userId), isNull(users.totpConfirmedAt)))
    .returning({ id: users.id });
  if (updated.length === 0) {
    throw new Problem(
      'forbidden',
      'Two-factor sign-in is already on. To use another app, turn it off first.',
    );
  }
  return { secret, otpauthUrl: otpauthUrl(secret, caller.email) };
}
