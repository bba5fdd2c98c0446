import { and, eq, inArray, lte, not, sql } from 'drizzle-orm';
import type { Executor, Transaction } from '../database/database.ts';
import { invites } from '../database/tables/invites.ts';
import { fullNameOf, users } from '../database/tables/users.ts';
import type { InviteRow } from './invite-repository.ts';

/** The condition of the index `invites_unannounced_expiry`. */
const unannounced = and(eq(invites.status, 'pending'), not(invites.expiryAnnounced));

/** The organizations with expired invites that were not announced, the earliest expiry first. */
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

/** Marks the invites of an organization that have expired by `now` as announced; returns the newly marked ones. */
export async function markExpiryAnnounced(
  tx: Transaction,
  organizationId: string,
  now: Date,
): Promise<InviteRow[]> {
  const marked = await tx
    .update(invites)
    .set({ expiryAnnounced: true })
    .where(
      and(
        // Written so that the planner does not take the index of the organization's invites, which has all that ever expired.
        sql`coalesce(${invites.organizationId}, ${invites.organizationId}) = ${organizationId}`,
        unannounced,
        lte(invites.expiresAt, now),
      ),
    )
    .returning();
  const inviters = await tx
    .select({ id: users.id, name: sql<string>`${sql.raw(fullNameOf('users'))}` })
    .from(users)
    .where(inArray(users.id, [...new Set(marked.flatMap(({ invitedBy }) => invitedBy ?? []))]));
  const names = new Map(inviters.map(({ id, name }) => [id, name]));
  return marked.map((invite) => ({ invite, inviterName: names.get(invite.invitedBy ?? '') ?? null }));
}
