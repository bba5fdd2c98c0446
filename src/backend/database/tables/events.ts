import { sql } from 'drizzle-orm';
import { bigint, index, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

/**
 * The event log, in the order of commits, kept for a day so that streams can resume. `id` is made from the writing
 * transaction's id (docs/decisions/020): the numbers of a sequence would commit out of order.
 */
export const events = pgTable(
  'events',
  {
    id: bigint({ mode: 'bigint' }).primaryKey(),
    /** null when the event is for the server's nodes. No foreign key: the event outlives the organization. */
    organizationId: uuid('organization_id'),
    /** The member that the event is about, who receives it with any role. */
    userId: uuid('user_id'),
    type: text().notNull(),
    /** Without `organizationId` and `at`, which are columns. */
    data: jsonb().notNull(),
    at: timestamp({ precision: 3, withTimezone: true }).notNull(),
  },
  (table) => [
    index('events_by_organization').on(table.organizationId, table.id),
    index('events_by_user')
      .on(table.userId, table.id)
      .where(sql`${table.userId} is not null`),
  ],
);
