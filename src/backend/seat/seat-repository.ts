import { eq, sql } from 'drizzle-orm';
import { runPrepared, type Executor, type Transaction } from '../database/database.ts';
import { inOrder } from '../database/in-order.ts';
import { justExpired } from '../database/tables/organizations.ts';
import { seatHistory, organizationSubscriptions } from '../database/tables/seats.ts';
import type { Reading } from '../database/combined-statement.ts';

export interface SeatCounts {
  maxSeats: number | null;
  members: number;
  pendingInvites: number;
  /** The time of the count, by the database's clock. */
  now: Date;
}

/** Locks the organization's seats until the transaction ends. */
export async function lockSeatRow(tx: Transaction, organizationId: string): Promise<void> {
  await runPrepared(tx, 'select from organization_subscriptions where organization_id = $1 for update', [
    organizationId,
  ]);
}

/**
 * Locks the seats of several organizations, without those whose seats somebody else has locked: it waits for nobody, so that it
 * cannot deadlock.
 *
 * @returns the ids of those organizations
 */
export async function lockFreeSeatRows(tx: Transaction, organizationIds: string[]): Promise<string[]> {
  const rows = await runPrepared<{ id: string }>(
    tx,
    `select organization_id as id from organization_subscriptions where organization_id = any($1::uuid[])
    for update skip locked`,
    [organizationIds],
  );
  return rows.map(({ id }) => id);
}

/**
 * Locks the organization's seats until the transaction ends, and counts them. These are two statements, because a statement
 * that waits for a lock sees the data from before the wait. The time is that of the second statement for the same reason.
 */
export async function lockAndCountSeats(
  tx: Transaction,
  organizationId: string,
): Promise<SeatCounts | undefined> {
  const [, counts] = await inOrder(lockSeatRow(tx, organizationId), countSeats(tx, [organizationId]));
  return counts.get(organizationId);
}

interface CountedRow {
  id: string;
  maxSeats: number | null;
  members: number;
  pendingInvites: number;
  now: string;
}

/** The seats by the tallies, which triggers keep exact. */
export function seatCounts(organizationIds: readonly string[]): Reading<CountedRow> {
  return {
    text: `select s.organization_id as id, s.max_seats as "maxSeats", t.members,
      t.open_invites - t.expired_invites - ${justExpired} as "pendingInvites",
      date_trunc('milliseconds', statement_timestamp()) as now
    from organization_subscriptions s join organization_tallies t using (organization_id)
    where s.organization_id = any($1::uuid[])`,
    values: [organizationIds],
  };
}

/** The rows of `seatCounts`, by organization. */
export function toSeatCounts(rows: readonly CountedRow[]): Map<string, SeatCounts> {
  return new Map(rows.map(({ id, now, ...counts }) => [id, { ...counts, now: new Date(now) }]));
}

/** Counts the seats of organizations. */
export async function countSeats(
  executor: Executor,
  organizationIds: string[],
): Promise<Map<string, SeatCounts>> {
  const { text, values } = seatCounts(organizationIds);
  return toSeatCounts(await runPrepared<CountedRow>(executor, text, values));
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

/** The seats at the end of each day from `from` to `to`; days before the first known day are missing. */
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
