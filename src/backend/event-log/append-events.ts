import type { LiveEvent } from '#contract/live/api';
import { runPrepared, type Transaction } from '../database/database.ts';
import type { Statement } from '../database/combined-statement.ts';
import { maxEventsOfTransaction, ordinalBits } from './event-id.ts';

type OrganizationEvent = Extract<LiveEvent, { data: { organizationId: string } }>;

type NewOrganizationEvent<Event extends OrganizationEvent = OrganizationEvent> =
  Event extends OrganizationEvent
    ? { type: Event['type']; organizationId: string; data: Omit<Event['data'], 'organizationId' | 'at'> }
    : never;

/** An event to append: `organizationId` and `at` are added to its data when it is delivered. */
export type NewEvent =
  | NewOrganizationEvent
  /** For nodes, not for clients: it closes the streams of these sessions on every node. */
  | { type: 'session.ended'; sessionIds: string[] };

/**
 * Appends events in the given order. Call it ONCE in a transaction, as its last statement: the ids are made from the
 * transaction's id, and a transaction that stays open holds back all later events.
 *
 * It sends one statement, however many events there are. They are delivered after the commit.
 */
export async function appendEvents(tx: Transaction, events: NewEvent[]): Promise<void> {
  for (const { text, values } of appendingOf(events)) await runPrepared(tx, text, values);
}

/** The statement of `appendEvents`, for a transaction whose last statement writes other rows too; none without events. */
export function appendingOf(events: NewEvent[]): Statement[] {
  if (events.length === 0) return [];
  if (events.length > maxEventsOfTransaction) {
    throw new RangeError(`${events.length} events in one transaction`);
  }
  return [{ text: appendText, values: [JSON.stringify(events.map(toRow))] }];
}

const appendText = `
  insert into events (id, organization_id, user_id, type, data, at)
  select
    (pg_current_xact_id()::text::bigint << ${ordinalBits}) + ordinality - 1,
    (event ->> 'organizationId')::uuid,
    (event -> 'data' -> 'member' ->> 'userId')::uuid,
    event ->> 'type',
    event -> 'data',
    statement_timestamp()
  from jsonb_array_elements($1::jsonb) with ordinality as appended (event)`;

function toRow(event: NewEvent): object {
  return event.type === 'session.ended'
    ? { type: event.type, data: { sessionIds: event.sessionIds } }
    : { type: event.type, organizationId: event.organizationId, data: event.data };
}
