import { date, integer, pgTable, primaryKey, uuid } from 'drizzle-orm/pg-core';
import { organizations } from './organizations.ts';

/** One row per organization; its row lock is the lock on the seats. */
export const organizationSubscriptions = pgTable('organization_subscriptions', {
  organizationId: uuid('organization_id')
    .primaryKey()
    .references(() => organizations.id, { onDelete: 'cascade' }),
  /** null: unlimited. */
  maxSeats: integer('max_seats'),
});

/** The seats at the end of each day (UTC) on which they changed; a day without a row equals the day before it. */
export const seatHistory = pgTable(
  'seat_history',
  {
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    day: date().notNull(),
    maxSeats: integer('max_seats'),
    members: integer().notNull(),
    pendingInvites: integer('pending_invites').notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.day] })],
);
