import { date, integer, pgTable, primaryKey, uuid } from 'drizzle-orm/pg-core';
import { organizations } from '../organization/organization-table.ts';

/** The seats at the end of each day (UTC) on which they changed; a day without a row was like the one before it. */
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
