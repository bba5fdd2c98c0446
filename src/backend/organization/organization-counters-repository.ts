import { sql, type SQL } from 'drizzle-orm';
import type { Executor } from '../database/database.ts';
import { events } from '../database/tables/events.ts';
import { expiresSoon, invites } from '../database/tables/invites.ts';
import {
  justExpiredOfAll,
  organizationCounters,
  organizationTallies,
} from '../database/tables/organizations.ts';
import { seatHistory, organizationSubscriptions } from '../database/tables/seats.ts';

/** A subquery `fresh` with the current counters of all or some organizations. */
function freshCounters(organizationIds: string[] | null): SQL {
  const and = (column: SQL) =>
    organizationIds === null ? sql`` : sql`and ${column} = any(${sql.param(organizationIds)}::uuid[])`;
  return sql`expiring_counts as (
      select organization_id, count(*)::int as expiring from ${invites}
      where ${sql.raw(expiresSoon('invites'))} ${and(sql`organization_id`)} group by 1
    ), failed_counts as (
      select organization_id, count(*)::int as failed from ${invites}
      where status = 'pending' and delivery_failed ${and(sql`organization_id`)} group by 1
    ), ${sql.raw(justExpiredOfAll)}, seat_counts as (
      select s.organization_id, s.max_seats, t.members,
        t.open_invites - t.expired_invites - coalesce(x.just_expired, 0) as pending
      from ${organizationSubscriptions} s join ${organizationTallies} t using (organization_id)
        left join just_expired x using (organization_id)
      where true ${and(sql`s.organization_id`)}
    ), fresh as (
      select s.*, s.members + s.pending as used,
        coalesce(e.expiring, 0) as expiring, coalesce(f.failed, 0) as failed
      from seat_counts s
      left join expiring_counts e using (organization_id)
      left join failed_counts f using (organization_id)
    )`;
}

const isStale = sql`(c.max_seats, c.used, c.pending, c.expiring_soon, c.failed)
  is distinct from (f.max_seats, f.used, f.pending, f.expiring, f.failed)`;
const hasNoPoint = sql`not exists (select from ${seatHistory} known where known.organization_id = f.organization_id)`;

/** The organizations whose counters are outdated. It only reads, so that nothing waits for it. */
export async function findStaleCounters(executor: Executor): Promise<string[]> {
  const { rows } = await executor.execute<{ id: string }>(sql`
    with ${freshCounters(null)}
    select f.organization_id as id from fresh f join ${organizationCounters} c using (organization_id)
    where ${isStale} or ${hasNoPoint}`);
  return rows.map(({ id }) => id);
}

/**
 * Refreshes the counters of organizations and today's row of their seat history; writes only what has changed.
 */
export async function refreshCounters(executor: Executor, organizationIds: string[]): Promise<void> {
  await executor.execute(sql`
    with ${freshCounters(organizationIds)}, changed as (
      update ${organizationCounters} c set
        max_seats = f.max_seats, used = f.used, pending = f.pending, expiring_soon = f.expiring, failed = f.failed,
        usage = case when f.max_seats is null then 0 else f.used::float8 / greatest(f.max_seats, 1) end
      from fresh f
      where c.organization_id = f.organization_id and ${isStale}
      returning c.organization_id
    )
    insert into ${seatHistory} as h (organization_id, day, max_seats, members, pending_invites)
    select f.organization_id, (now() at time zone 'utc')::date, f.max_seats, f.members, f.pending
    from fresh f
    where f.organization_id in (select organization_id from changed) or ${hasNoPoint}
    on conflict (organization_id, day) do update set
      max_seats = excluded.max_seats, members = excluded.members, pending_invites = excluded.pending_invites`);
}

/**
 * The organizations of the events after `offset`, and the new offset. It can miss an event of a transaction that commits late;
 * the periodic refresh of all organizations corrects that.
 *
 * @param offset null to begin at the newest event
 */
export async function findTouchedOrganizations(
  executor: Executor,
  offset: bigint | null,
): Promise<{ organizationIds: string[]; offset: bigint }> {
  const { rows } = await executor.execute<{ ids: string[] | null; newest: string | null }>(
    offset === null
      ? sql`select null as ids, max(id) as newest from ${events}`
      : sql`select array_agg(distinct organization_id) filter (where organization_id is not null) as ids,
          max(id) as newest from ${events} where id > ${offset}`,
  );
  return { organizationIds: rows[0]?.ids ?? [], offset: BigInt(rows[0]?.newest ?? offset ?? 0) };
}
