import { integer, pgTable, uuid } from 'drizzle-orm/pg-core';
import { organizations } from '../organization/organization-table.ts';

/** One row per organization: the lock under which seats are decided. */
export const organizationSubscriptions = pgTable('organization_subscriptions', {
  organizationId: uuid('organization_id')
    .primaryKey()
    .references(() => organizations.id, { onDelete: 'cascade' }),
  /** null: unlimited. */
  maxSeats: integer('max_seats'),
});
