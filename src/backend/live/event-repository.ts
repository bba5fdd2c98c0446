import { sql, type SQL } from 'drizzle-orm';
import type { Executor } from '../database/database.ts';
import { invites } from '../invite/invite-table.ts';
import type { StoredEvent } from './event.ts';
import { agentEventTypes, type Audience } from './event-audience.ts';
import { ordinalBits } from './event-id.ts';

type EventRow = {
  id: string;
  organization_id: string | null;
  user_id: string | null;
  type: string;
  data: string;
};

const bits = sql.raw(String(ordinalBits));
const decidedBelow = sql`(pg_snapshot_xmin(pg_current_snapshot())::text::bigint << ${bits})`;

const iso = (time: string) => `to_char(${time} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/**
 * How an invite's mail fared and that its link was opened are written down without the seats' lock, and may get a higher
 * id than the end of the invite while they say it is pending. Such an event is handed out with the invite as it is now:
 * whatever has a smaller id is visible to the statement that reads it. The SQL twin of what `toInvite` makes of the
 * columns that change.
 */
const columns = sql`
  event.id::text, event.organization_id, event.user_id, event.type,
  (jsonb_build_object('organizationId', event.organization_id, 'at', ${sql.raw(iso('event.at'))})
    || event.data
    || case when noted.id is null then '{}' else jsonb_build_object('invite', (event.data -> 'invite')
      || jsonb_build_object(
        'status', case when noted.status = 'pending' and noted.expires_at <= now()
          then 'expired' else noted.status::text end,
        'expiresAt', ${sql.raw(iso('noted.expires_at'))},
        'lastSentAt', ${sql.raw(iso('noted.last_sent_at'))},
        'sendCount', noted.send_count,
        'delivery', jsonb_build_object('status', noted.delivery_status,
          'attempts', noted.delivery_attempts, 'error', noted.delivery_error),
        'openedAt', ${sql.raw(iso('noted.opened_at'))},
        'endedAt', ${sql.raw(iso('noted.ended_at'))}
      )) end
  )::text as data`;

/** For other events the id is null, and nothing is looked up. */
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
 * Makes the table ready to be read: there is always at least one event, so that "the oldest that is kept" has an
 * answer; and none whose id is still to come, as after a restore into a fresh cluster, whose transaction ids start anew.
 *
 * The first one stands just before what is decided now, not at its own transaction's id: that may lie above a position
 * that a client is given while some older transaction, of another database even, still holds everything back.
 */
export async function prepareEvents(executor: Executor): Promise<void> {
  await executor.execute(sql`
    delete from events
    where id >= (pg_snapshot_xmax(pg_current_snapshot())::text::bigint << ${bits})
  `);
  await executor.execute(sql`
    insert into events (id, type, data, at)
    select ${decidedBelow} - 1, 'feed.opened', '{}', now() where not exists (select from events)
    on conflict do nothing
  `);
}

/** Up to which id everything is decided now: no event can appear any more with a smaller id or that one. */
export async function findPosition(executor: Executor): Promise<bigint> {
  const { rows } = await executor.execute<{ decided: string }>(sql`select ${decidedBelow}::text as decided`);
  return BigInt(rows[0]?.decided ?? 1) - 1n;
}

export interface Reading {
  events: StoredEvent[];
  position: bigint;
  /** There are committed events that wait for an older transaction to end. */
  heldBack: boolean;
  /** There may be more to read at once. */
  more: boolean;
}

/** Reads what may be handed out after `position`, in order, `limit` events at most. */
export async function readEvents(executor: Executor, position: bigint, limit: number): Promise<Reading> {
  // One statement, one snapshot: what it sees and what it knows to be decided belong together.
  const { rows } = await executor.execute<EventRow & { decided: string }>(sql`
    select ${columns}, decided::text
    from (select ${decidedBelow} as decided) as horizon
    left join lateral (
      select * from events where events.id > ${position} order by events.id limit ${limit}
    ) as event on true
    ${notedInvite}
    order by event.id
  `);
  const decided = BigInt(rows[0]?.decided ?? 0);
  const found = rows.filter((row) => row.id !== null).map(toEvent);
  const events = found.filter((event) => event.id < decided);
  const heldBack = events.length < found.length;
  const more = !heldBack && found.length === limit;
  const last = events.at(-1);
  return { events, position: more && last ? last.id : decided - 1n, heldBack, more };
}

export interface Replay {
  events: StoredEvent[];
  /** The oldest id that is kept: what came before may have been deleted. */
  oldest: bigint;
}

/** Reads what `audience` may see of the events after `after` up to `upTo`, in order, `limit` at most. */
export async function replayEvents(
  executor: Executor,
  { audience, after, upTo, limit }: { audience: Audience; after: bigint; upTo: bigint; limit: number },
): Promise<Replay> {
  const { rows } = await executor.execute<EventRow & { oldest: string }>(sql`
    select ${columns}, oldest::text
    from (select min(id) as oldest from events) as kept
    left join lateral (
      select * from events
      where events.id > ${after} and events.id <= ${upTo} and ${seenBy(audience)}
      order by events.id limit ${limit}
    ) as event on true
    ${notedInvite}
    order by event.id
  `);
  return {
    events: rows.filter((row) => row.id !== null).map(toEvent),
    // With no event left nobody can know what is missing.
    oldest: BigInt(rows[0]?.oldest ?? upTo),
  };
}

/** The SQL twin of `sees`. */
function seenBy({ userId, staff, roles, organizationId }: Audience): SQL {
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
/** Names the lock under which old events are deleted. */
const retentionLock = 0x666c69_65;

/**
 * Deletes old events, oldest first, `limit` at most; never the newest. Where another node is at it, nothing.
 *
 * @returns how many were deleted
 */
export async function deleteOldEvents(tx: Executor, limit: number): Promise<number> {
  const lock = await tx.execute<{ mine: boolean }>(
    sql`select pg_try_advisory_xact_lock(${retentionLock}) as mine`,
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
