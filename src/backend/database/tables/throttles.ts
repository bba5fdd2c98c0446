import { index, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

/** Counters of limited attempts, by account and by address; a row is stale once its window has ended. */
export const throttles = pgTable(
  'throttles',
  {
    key: text().primaryKey(),
    attempts: integer().notNull(),
    windowEndsAt: timestamp('window_ends_at', { withTimezone: true, precision: 3 }).notNull(),
  },
  (table) => [index('throttles_by_end').on(table.windowEndsAt)],
);
