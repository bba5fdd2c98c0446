import { and, eq, inArray, not, sql } from 'drizzle-orm';
import type { Transaction } from '../database/database.ts';
import { expiresSoon, invites } from '../database/tables/invites.ts';
import { organizations } from '../database/tables/organizations.ts';

/** Locks pending invites that expire soon and are not marked as reminded; `reminders` is the setting of the organization. */
export async function lockInvitesToRemind(
  tx: Transaction,
  limit: number,
): Promise<{ id: string; reminders: boolean }[]> {
  return (
    tx
      .select({ id: invites.id, reminders: organizations.reminders })
      .from(invites)
      .innerJoin(organizations, eq(organizations.id, invites.organizationId))
      .where(and(sql.raw(expiresSoon('invites')), not(invites.reminded)))
      .limit(limit)
      // Another node takes the others at the same time.
      .for('update', { of: invites, skipLocked: true })
  );
}

export async function markReminded(tx: Transaction, inviteIds: string[]): Promise<void> {
  await tx.update(invites).set({ reminded: true }).where(inArray(invites.id, inviteIds));
}
