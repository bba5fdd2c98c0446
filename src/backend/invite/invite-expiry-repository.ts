import { and, eq, inArray, lte, not, sql } from 'drizzle-orm';
import type { Executor, Transaction } from '../database/database.ts';
import { users } from '../session/user-table.ts';
import type { InviteRow } from './invite-repository.ts';
import { invites } from './invite-table.ts';

/** Written as the index `invites_unannounced_expiry` has it. */
const unannounced = and(eq(invites.status, 'pending'), not(invites.expiryAnnounced));

/** The organizations that have invites whose expiry has passed and was not announced, longest overdue first. */
export async function findOrganizationsWithExpiredInvites(
  executor: Executor,
  limit: number,
): Promise<string[]> {
  const rows = await executor
    .select({ organizationId: invites.organizationId })
    .from(invites)
    .where(and(unannounced, lte(invites.expiresAt, sql`now()`)))
    .orderBy(invites.expiresAt)
    .limit(limit);
  return [...new Set(rows.map(({ organizationId }) => organizationId))];
}

/** Marks the invites of an organization that have expired by `now` as announced; returns those that were not before. */
export async function markExpiryAnnounced(
  tx: Transaction,
  organizationId: string,
  now: Date,
): Promise<InviteRow[]> {
  const marked = await tx
    .update(invites)
    .set({ expiryAnnounced: true })
    .where(and(eq(invites.organizationId, organizationId), unannounced, lte(invites.expiresAt, now)))
    .returning();
  const inviters = await tx
    .select({ id: users.id, name: sql<string>`trim(${users.firstName} || ' ' || ${users.lastName})` })
    .from(users)
    .where(inArray(users.id, [...new Set(marked.flatMap(({ invitedBy }) => invitedBy ?? []))]));
  const names = new Map(inviters.map(({ id, name }) => [id, name]));
  return marked.map((invite) => ({ invite, inviterName: names.get(invite.invitedBy ?? '') ?? null }));
}
