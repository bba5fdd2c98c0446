import { index, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';

/** Attempts that are limited by whom they are about, and where they come from; a row is stale once its window is over. */
export const throttles = pgTable(
  'throttles',
  {
    key: text().primaryKey(),
    attempts: integer().notNull(),
    windowEndsAt: timestamp('window_ends_at', { withTimezone: true, precision: 3 }).notNull(),
  },
  (table) => [index('throttles_by_end').on(table.windowEndsAt)],
);
