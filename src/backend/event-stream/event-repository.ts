import { sql, type SQL } from 'drizzle-orm';
import type { Executor } from '../database/database.ts';
import { invites, statusNow } from '../database/tables/invites.ts';
import { ordinalBits } from '../event-log/event-id.ts';
import type { StoredEvent } from './event.ts';
import { agentEventTypes, type Subscription } from './subscription.ts';
import { lockKeys } from '../database/tables/advisory-locks.ts';

type EventRow = {
  id: string;
  organization_id: string | null;
  user_id: string | null;
  type: string;
  data: string;
};

const bits = sql.raw(String(ordinalBits));
const safeHorizon = sql`(pg_snapshot_xmin(pg_current_snapshot())::text::bigint << ${bits})`;

const iso = (time: string) => `to_char(${time} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/**
 * Deliveries and openings are recorded without the seats' lock. Their events may get a higher id than the end of the invite,
 * although they say that it is pending. Such an event is delivered with the invite as it is now: the statement that reads
 * it sees all events with smaller ids. This is the SQL version of `toInvite` for the columns that change.
 */
const columns = sql`
  event.id::text, event.organization_id, event.user_id, event.type,
  (jsonb_build_object('organizationId', event.organization_id, 'at', ${sql.raw(iso('event.at'))})
    || event.data
    || case when noted.id is null then '{}' else jsonb_build_object('invite', (event.data -> 'invite')
      || jsonb_build_object(
        'status', ${sql.raw(statusNow('noted'))},
        'expiresAt', ${sql.raw(iso('noted.expires_at'))},
        'lastSentAt', ${sql.raw(iso('noted.last_sent_at'))},
        'sendCount', noted.send_count,
        'delivery', jsonb_build_object('status', noted.delivery_status,
          'attempts', noted.delivery_attempts, 'error', noted.delivery_error),
        'openedAt', ${sql.raw(iso('noted.opened_at'))},
        'endedAt', ${sql.raw(iso('noted.ended_at'))}
      )) end
  )::text as data`;

/** For other events the id is null, and nothing is joined. */
const notedInvite = sql`
  left join ${invites} as noted on noted.id = case
    when event.type in ('invite.delivery', 'invite.opened') then (event.data #>> '{invite,id}')::uuid end`;

function toEvent(row: EventRow): StoredEvent {
  return {
    id: BigInt(row.id),
    organizationId: row.organization_id,
    userId: row.user_id,
    type: row.type,
    data: row.data,
  };
}

/**
 * Prepares the event log for reading: it always contains at least one event, so that there is an oldest one; and no event
 * whose id is in the future, as after a restore into a fresh cluster, whose transaction ids start again.
 *
 * The first event gets the id just below the safe horizon, not its own transaction's id, which may be above the watermark
 * that a client gets while an older transaction, even of another database, holds everything back.
 */
export async function prepareEvents(executor: Executor): Promise<void> {
  await executor.execute(sql`
    delete from events
    where id >= (pg_snapshot_xmax(pg_current_snapshot())::text::bigint << ${bits})
  `);
  await executor.execute(sql`
    insert into events (id, type, data, at)
    select ${safeHorizon} - 1, 'feed.opened', '{}', now() where not exists (select from events)
    on conflict do nothing
  `);
}

/** The watermark: no event with this id or a smaller one can still appear. */
export async function findWatermark(executor: Executor): Promise<bigint> {
  const { rows } = await executor.execute<{ horizon: string }>(sql`select ${safeHorizon}::text as horizon`);
  return BigInt(rows[0]?.horizon ?? 1) - 1n;
}

export interface Reading {
  events: StoredEvent[];
  watermark: bigint;
  /** Whether committed events wait for the end of an older transaction. */
  heldBack: boolean;
  /** Whether there may be more events to read now. */
  more: boolean;
}

/** Reads the events after `offset` that are below the safe horizon, in order, `limit` at most. */
export async function readEvents(executor: Executor, offset: bigint, limit: number): Promise<Reading> {
  // One statement has one snapshot, so that the events and the safe horizon belong together.
  const { rows } = await executor.execute<EventRow & { horizon: string }>(sql`
    select ${columns}, horizon::text
    from (select ${safeHorizon} as horizon) as present
    left join lateral (
      select * from events where events.id > ${offset} order by events.id limit ${limit}
    ) as event on true
    ${notedInvite}
    order by event.id
  `);
  const horizon = BigInt(rows[0]?.horizon ?? 0);
  const found = rows.filter((row) => row.id !== null).map(toEvent);
  const events = found.filter((event) => event.id < horizon);
  const heldBack = events.length < found.length;
  const more = !heldBack && found.length === limit;
  const last = events.at(-1);
  return { events, watermark: more && last ? last.id : horizon - 1n, heldBack, more };
}

export interface Replay {
  events: StoredEvent[];
  /** The oldest stored id: earlier events may have been deleted. */
  oldest: bigint;
}

/** Reads the events after `after` up to `upTo` that `subscription` can receive, in order, `limit` at most. */
export async function replayEvents(
  executor: Executor,
  {
    subscription,
    after,
    upTo,
    limit,
  }: { subscription: Subscription; after: bigint; upTo: bigint; limit: number },
): Promise<Replay> {
  const { rows } = await executor.execute<EventRow & { oldest: string }>(sql`
    select ${columns}, oldest::text
    from (select min(id) as oldest from events) as kept
    left join lateral (
      select * from events
      where events.id > ${after} and events.id <= ${upTo} and ${receivedBy(subscription)}
      order by events.id limit ${limit}
    ) as event on true
    ${notedInvite}
    order by event.id
  `);
  return {
    events: rows.filter((row) => row.id !== null).map(toEvent),
    // Without any event it is unknown what is missing.
    oldest: BigInt(rows[0]?.oldest ?? upTo),
  };
}

/** The SQL version of `canReceive`. */
function receivedBy({ userId, staff, roles, organizationId }: Subscription): SQL {
  const narrowed = organizationId === undefined ? sql`true` : sql`organization_id = ${organizationId}::uuid`;
  if (staff) return sql`organization_id is not null and ${narrowed}`;
  const withRole = (agent: boolean) =>
    [...roles].filter(([, role]) => (role === 'agent') === agent).map(([id]) => id);
  return sql`${narrowed} and organization_id is not null and (
    user_id = ${userId}::uuid
    or organization_id = any(${sql.param(withRole(false))}::uuid[])
    or (organization_id = any(${sql.param(withRole(true))}::uuid[])
        and type = any(${sql.param(agentEventTypes)}::text[]))
  )`;
}

const keptHours = 24;

/**
 * Deletes old events, oldest first, `limit` at most; never the newest. Does nothing while another node does it.
 *
 * @returns how many were deleted
 */
export async function deleteOldEvents(tx: Executor, limit: number): Promise<number> {
  const lock = await tx.execute<{ mine: boolean }>(
    sql`select pg_try_advisory_xact_lock(${lockKeys.eventRetention}) as mine`,
  );
  if (!lock.rows[0]?.mine) return 0;
  const { rowCount } = await tx.execute(sql`
    with oldest as (select id, at from events order by id limit ${limit})
    delete from events
    where id <= (select max(id) from oldest where at < now() - make_interval(hours => ${keptHours}))
      and id < (select max(id) from events)
  `);
  return rowCount ?? 0;
}
