import { sql } from 'drizzle-orm';
import { pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';

/** The servers that run on this database. A row that is not refreshed belongs to a server that is gone. */
export const nodes = pgTable('nodes', {
  id: uuid().primaryKey(),
  version: text().notNull(),
  features: text().array().notNull(),
  lastSeenAt: timestamp('last_seen_at', { withTimezone: true, precision: 3 })
    .notNull()
    .default(sql`now()`),
});
