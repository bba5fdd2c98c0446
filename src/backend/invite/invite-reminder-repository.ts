import { and, eq, gt, inArray, lte, not, sql } from 'drizzle-orm';
import type { Transaction } from '../database/database.ts';
import { organizations } from '../organization/organization-table.ts';
import { invites } from './invite-table.ts';

/** How long before the expiry an invitee is reminded. */
const beforeExpiry = sql`interval '2 days'`;

/** Some pending invites that expire soon and were not marked as reminded, with whether their organization wants it. */
export async function lockInvitesToRemind(
  tx: Transaction,
  limit: number,
): Promise<{ id: string; reminders: boolean }[]> {
  return (
    tx
      .select({ id: invites.id, reminders: organizations.reminders })
      .from(invites)
      .innerJoin(organizations, eq(organizations.id, invites.organizationId))
      .where(
        and(
          eq(invites.status, 'pending'),
          not(invites.reminded),
          gt(invites.expiresAt, sql`now()`),
          lte(invites.expiresAt, sql`now() + ${beforeExpiry}`),
        ),
      )
      .limit(limit)
      // Another node at the same time takes the others.
      .for('update', { of: invites, skipLocked: true })
  );
}

export async function markReminded(tx: Transaction, inviteIds: string[]): Promise<void> {
  await tx.update(invites).set({ reminded: true }).where(inArray(invites.id, inviteIds));
}
