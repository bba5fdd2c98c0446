import { bigint, index, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

/**
 * What happened, in the order in which it became visible, kept for a day so that streams can resume.
 * `id` is made from the writing transaction's id (see docs/decisions/020): no sequence, whose numbers would commit out of order.
 */
export const events = pgTable(
  'events',
  {
    id: bigint('id', { mode: 'bigint' }).primaryKey(),
    /** null: the event is for the server's own nodes. */
    organizationId: uuid('organization_id'),
    type: text('type').notNull(),
    /** Without `organizationId` and `at`: the row has them. */
    data: jsonb('data').notNull(),
    at: timestamp('at', { precision: 3, withTimezone: true }).notNull(),
  },
  (table) => [index('events_of_organization').on(table.organizationId, table.id)],
);
