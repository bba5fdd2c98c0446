import { and, eq, isNotNull, isNull } from 'drizzle-orm';
import { apiKeys } from '../database/tables/api-keys.ts';
import { sessions } from '../database/tables/sessions.ts';
import { users } from '../database/tables/users.ts';
import type { Transaction } from '../database/database.ts';
import { appendEvents } from '../event-log/append-events.ts';
import type { Caller } from '../platform/auth/caller.ts';
import { clearSignInAttempts, countSignInAttempt } from '../platform/auth/sign-in-throttle.ts';
import { verifyPassword } from '../platform/crypto/password.ts';
import { Problem } from '../platform/errors/problem.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { notifyOfChange } from '../user/security-notice.ts';
import { findUser } from '../user/user-repository.ts';
import { deleteRecoveryCodes } from './recovery-codes.ts';
import { spendCode, wrongCode } from './spend-code.ts';

/**
 * Turns two-factor off, and tells the caller by email.
 *
 * @throws Problem `invalid_credentials`, `totp_invalid`, `rate_limited`
 */
export async function removeTwoFactor(
  context: Pick<ServiceContext, 'database' | 'secrets' | 'mailQueue'>,
  caller: Caller,
  { password, code, address }: { password: string; code: string; address: string },
): Promise<void> {
  const attempt = { sessionId: caller.sessionId, address };
  await countSignInAttempt(context, attempt);
  const user = await findUser(context.database.orm, caller.userId);
  if (!(await verifyPassword(password, user?.passwordHash)) || !user) {
    throw new Problem('invalid_credentials', "That password isn't right. Try again.");
  }
  await context.database.transaction(async (tx) => {
    if (!(await spendCode(context, tx, user, code))) throw wrongCode();
    await deleteRecoveryCodes(tx, user.id);
    const removed = await tx
      .update(users)
      .set({ totpSecret: null, totpConfirmedAt: null, totpLastStep: null })
      .where(and(eq(users.id, user.id), isNotNull(users.totpConfirmedAt)))
      .returning({ id: users.id });
    if (removed.length > 0) await notifyOfChange(context, tx, { userId: user.id, change: 'two_factor_off' });
    if (user.staff) await endStreams(tx, user.id);
  });
  await clearSignInAttempts(context, attempt);
}

/**
 * Ends the streams of live events of somebody who may no longer see all organizations. The sessions go on: their clients
 * connect again, with what the user may see now.
 */
async function endStreams(tx: Transaction, userId: string): Promise<void> {
  const live = await tx
    .select({ id: sessions.id })
    .from(sessions)
    .where(and(eq(sessions.userId, userId), isNull(sessions.endedAt)))
    .unionAll(tx.select({ id: apiKeys.id }).from(apiKeys).where(eq(apiKeys.userId, userId)));
  if (live.length > 0)
    await appendEvents(tx, [{ type: 'session.ended', sessionIds: live.map(({ id }) => id) }]);
}
