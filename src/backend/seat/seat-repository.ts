import { eq, sql } from 'drizzle-orm';
import type { Executor, Transaction } from '../database/database.ts';
import { invites } from '../invite/invite-table.ts';
import { members } from '../member/member-table.ts';
import { organizationSubscriptions } from './subscription-table.ts';

export interface SeatCounts {
  maxSeats: number | null;
  members: number;
  pendingInvites: number;
  /** When they were counted, by the database's clock. */
  now: Date;
}

/** Locks the organization's seats until the transaction ends. */
export async function lockSubscription(tx: Transaction, organizationId: string): Promise<void> {
  await tx
    .select({ organizationId: organizationSubscriptions.organizationId })
    .from(organizationSubscriptions)
    .where(eq(organizationSubscriptions.organizationId, organizationId))
    .for('update');
}

/**
 * Counted from the rows themselves. Time is the statement's, not the transaction's: one that waited for
 * the lock must not judge by the clock from before it.
 */
export async function countSeats(
  executor: Executor,
  organizationIds: string[],
): Promise<Map<string, SeatCounts>> {
  const { rows } = await executor.execute<{
    id: string;
    max_seats: number | null;
    members: number;
    pending: number;
    now: string;
  }>(sql`
    select s.organization_id as id, s.max_seats, date_trunc('milliseconds', statement_timestamp()) as now,
      (select count(*)::int from ${members} m where m.organization_id = s.organization_id) as members,
      (select count(*)::int from ${invites} i
        where i.organization_id = s.organization_id and i.status = 'pending' and i.expires_at > statement_timestamp()) as pending
    from ${organizationSubscriptions} s
    where s.organization_id = any(${sql.param(organizationIds)}::uuid[])`);
  return new Map(
    rows.map((row) => [
      row.id,
      {
        maxSeats: row.max_seats,
        members: row.members,
        pendingInvites: row.pending,
        now: new Date(row.now),
      },
    ]),
  );
}

export async function setMaxSeats(
  tx: Transaction,
  organizationId: string,
  maxSeats: number | null,
): Promise<void> {
  await tx
    .update(organizationSubscriptions)
    .set({ maxSeats })
    .where(eq(organizationSubscriptions.organizationId, organizationId));
}
