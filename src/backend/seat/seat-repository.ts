import { eq, sql } from 'drizzle-orm';
import type { Executor, Transaction } from '../database/database.ts';
import { invites } from '../invite/invite-table.ts';
import { members } from '../member/member-table.ts';
import { seatHistory } from './seat-history-table.ts';
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

/** The last known seats at the end of each day of a span, both ends included; no point before the first one known. */
export async function findSeatPoints(
  executor: Executor,
  organizationId: string,
  from: string,
  to: string,
): Promise<{ day: string; maxSeats: number | null; members: number; pendingInvites: number }[]> {
  const { rows } = await executor.execute<{
    day: string;
    maxSeats: number | null;
    members: number;
    pendingInvites: number;
  }>(sql`
    select to_char(day, 'YYYY-MM-DD') as day, h.max_seats as "maxSeats", h.members, h.pending_invites as "pendingInvites"
    from generate_series(${from}::date, ${to}::date, interval '1 day') as day
    cross join lateral (
      select max_seats, members, pending_invites from ${seatHistory}
      where organization_id = ${organizationId}::uuid and seat_history.day <= day.day::date
      order by seat_history.day desc limit 1
    ) as h
    order by 1`);
  return rows;
}
