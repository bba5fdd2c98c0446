import { eq, sql } from 'drizzle-orm';
import { justExpired } from '../organization/organization-tally-table.ts';
import { runPrepared, type Executor, type Transaction } from '../database/database.ts';
import { seatHistory } from './seat-history-table.ts';
import { organizationSubscriptions } from './subscription-table.ts';

export interface SeatCounts {
  maxSeats: number | null;
  members: number;
  pendingInvites: number;
  /** When they were counted, by the database's clock. */
  now: Date;
}

/**
 * Locks the organization's seats until the transaction ends, and counts them. Two statements, one behind the other: one
 * that waited for the lock would still see what was before it. Time is the statement's for the same reason.
 */
export async function lockAndCountSeats(
  tx: Transaction,
  organizationId: string,
): Promise<SeatCounts | undefined> {
  const [, counts] = await Promise.all([
    runPrepared(tx, 'select from organization_subscriptions where organization_id = $1 for update', [
      organizationId,
    ]),
    countSeats(tx, [organizationId]),
  ]);
  return counts.get(organizationId);
}

/** As the rows themselves say, by the tallies that the database keeps of them. */
export async function countSeats(
  executor: Executor,
  organizationIds: string[],
): Promise<Map<string, SeatCounts>> {
  const rows = await runPrepared<{
    id: string;
    max_seats: number | null;
    members: number;
    pending: number;
    now: string;
  }>(
    executor,
    `select s.organization_id as id, s.max_seats, t.members, t.open_invites - t.expired_invites - ${justExpired} as pending,
      date_trunc('milliseconds', statement_timestamp()) as now
    from organization_subscriptions s join organization_tallies t using (organization_id)
    where s.organization_id = any($1::uuid[])`,
    [organizationIds],
  );
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
