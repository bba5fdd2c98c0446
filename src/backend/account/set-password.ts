import { and, eq } from 'drizzle-orm';
import type { Transaction } from '../database/database.ts';
import { users } from '../database/tables/users.ts';
import { appendEvents } from '../event-log/append-events.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { endAllSessions } from '../session/session-repository.ts';
import { notifyOfChange } from '../user/security-notice.ts';
import { deleteApiKeys } from './account-api-keys.ts';

/**
 * Writes a new password, ends the user's sessions, and tells the user by email.
 *
 * @param keepSessionId the one session that goes on
 * @param revokesApiKeys whether the user's API keys end as well
 * @param replacedHash the hash that must still be stored: of two changes at the same time, one wins
 * @returns false when the user is gone or has another password by now; nothing is changed then
 */
export async function setPassword(
  context: Pick<ServiceContext, 'mailQueue'>,
  tx: Transaction,
  {
    userId,
    passwordHash,
    keepSessionId,
    revokesApiKeys = false,
    replacedHash,
  }: {
    userId: string;
    passwordHash: string;
    keepSessionId?: string;
    revokesApiKeys?: boolean;
    replacedHash?: string;
  },
): Promise<boolean> {
  const changed = await tx
    .update(users)
    .set({ passwordHash })
    .where(
      and(
        eq(users.id, userId),
        replacedHash === undefined ? undefined : eq(users.passwordHash, replacedHash),
      ),
    )
    .returning({ id: users.id });
  if (changed.length === 0) return false;
  const ended = await endAllSessions(tx, userId, keepSessionId);
  const revoked = revokesApiKeys ? await deleteApiKeys(tx, userId) : [];
  await notifyOfChange(context, tx, { userId, change: 'password_changed' });
  const sessionIds = [...ended, ...revoked];
  if (sessionIds.length > 0) await appendEvents(tx, [{ type: 'session.ended', sessionIds }]);
  return true;
}
