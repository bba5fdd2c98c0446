import { and, eq, isNull, sql } from 'drizzle-orm';
import { users } from '../database/tables/users.ts';
import type { Caller } from '../platform/auth/caller.ts';
import { clearSignInAttempts, countSignInAttempt } from '../platform/auth/sign-in-throttle.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { notifyOfChange } from '../user/security-notice.ts';
import { findUser } from '../user/user-repository.ts';
import { insertRecoveryCodes } from './recovery-codes.ts';
import { spendCode, wrongCode } from './spend-code.ts';
import { newRecoveryCodes } from './totp.ts';

/**
 * Turns two-factor on, and tells the caller by email.
 *
 * @returns recovery codes, which cannot be shown again
 * @throws Problem `totp_invalid`, `rate_limited`
 */
export async function confirmTwoFactor(
  context: Pick<ServiceContext, 'database' | 'secrets' | 'mailQueue'>,
  caller: Caller,
  { code, address }: { code: string; address: string },
): Promise<{ recoveryCodes: string[] }> {
  const attempt = { sessionId: caller.sessionId, address };
  await countSignInAttempt(context, attempt);
  const recoveryCodes = newRecoveryCodes();
  await context.database.transaction(async (tx) => {
    const user = await findUser(tx, caller.userId);
    if (!user || user.totpConfirmedAt !== null || !(await spendCode(context, tx, user, code)))
      throw wrongCode();
    const confirmed = await tx
      .update(users)
      // The next sign-in may ask for the very code that confirms, so confirming does not use up its time step.
      .set({ totpConfirmedAt: sql`date_trunc('milliseconds', now())`, totpLastStep: null })
      .where(and(eq(users.id, user.id), isNull(users.totpConfirmedAt)))
      .returning({ id: users.id });
    if (confirmed.length === 0) throw wrongCode();
    await insertRecoveryCodes(tx, context.secrets, user.id, recoveryCodes);
    await notifyOfChange(context, tx, { userId: user.id, change: 'two_factor_on' });
  });
  await clearSignInAttempts(context, attempt);
  return { recoveryCodes };
}
