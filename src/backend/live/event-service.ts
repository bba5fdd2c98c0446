import type { LiveEvent } from '#contract/live';
import { runPrepared, type Transaction } from '../database/database.ts';
import { maxEventsOfTransaction, ordinalBits } from './event-id.ts';

type OrganizationEvent = Extract<LiveEvent, { data: { organizationId: string } }>;

type NewOrganizationEvent<Event extends OrganizationEvent = OrganizationEvent> =
  Event extends OrganizationEvent
    ? { type: Event['type']; organizationId: string; data: Omit<Event['data'], 'organizationId' | 'at'> }
    : never;

/** An event as a service appends it: `organizationId` and `at` are added to its data when it is handed out. */
export type NewEvent =
  | NewOrganizationEvent
  /** Not for clients: closes the streams of these sessions on every node. */
  | { type: 'session.ended'; sessionIds: string[] };

/**
 * Appends events in the order given. Call it ONCE in a transaction, as its last statement: the events' ids are
 * made from the transaction's own, and a transaction that stays open holds back everybody's later events.
 *
 * Its cost is one statement, however many events there are. They reach subscribers after the commit.
 */
export async function appendEvents(tx: Transaction, events: NewEvent[]): Promise<void> {
  if (events.length === 0) return;
  if (events.length > maxEventsOfTransaction) {
    throw new RangeError(`${events.length} events in one transaction`);
  }
  await runPrepared(tx, appendText, [JSON.stringify(events.map(toRow))]);
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
