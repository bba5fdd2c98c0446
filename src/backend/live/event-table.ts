import { sql } from 'drizzle-orm';
import { bigint, index, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

/**
 * What happened, in the order in which it became visible, kept for a day so that streams can resume.
 * `id` is made from the writing transaction's id (docs/decisions/020): the numbers of a sequence would commit
 * out of order.
 */
export const events = pgTable(
  'events',
  {
    id: bigint({ mode: 'bigint' }).primaryKey(),
    /** null: the event is for the server's own nodes. No foreign key: what happened stays. */
    organizationId: uuid('organization_id'),
    /** Whom an event about a member is about: that person sees it whatever their role. */
    userId: uuid('user_id'),
    type: text().notNull(),
    /** Without `organizationId` and `at`: the row has them. */
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
