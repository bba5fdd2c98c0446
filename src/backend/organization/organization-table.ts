import { sql } from 'drizzle-orm';
import {
  boolean,
  doublePrecision,
  index,
  integer,
  pgTable,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';
import { searchWordsColumn } from '../database/search.ts';

const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

export const organizations = pgTable(
  'organizations',
  {
    id: uuid().primaryKey(),
    name: text().notNull(),
    /** The name folded for sorting. */
    sortName: text('sort_name').notNull(),
    description: text().notNull().default(''),
    logoUrl: text('logo_url'),
    reminders: boolean().notNull().default(true),
    createdAt: moment('created_at').notNull(),
    search: searchWordsColumn().notNull(),
  },
  (table) => [
    index('organizations_by_name').on(table.sortName, table.id),
    index('organizations_search').using('gin', table.search),
  ],
);

/**
 * What lists of organizations are sorted and filtered by; up to a minute old. What is shown is
 * counted from the rows themselves.
 */
export const organizationCounters = pgTable(
  'organization_counters',
  {
    organizationId: uuid('organization_id')
      .primaryKey()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    maxSeats: integer('max_seats'),
    used: integer().notNull().default(0),
    /** used / maxSeats; 0 when unlimited. */
    usage: doublePrecision().notNull().default(0),
    pending: integer().notNull().default(0),
    expiringSoon: integer('expiring_soon').notNull().default(0),
    failed: integer().notNull().default(0),
  },
  (table) => [
    index('organization_counters_by_usage').on(table.usage, table.organizationId),
    index('organization_counters_by_pending').on(table.pending, table.organizationId),
    index('organization_counters_by_expiring').on(table.expiringSoon, table.organizationId),
    index('organization_counters_full')
      .on(table.organizationId)
      .where(sql`${table.used} >= ${table.maxSeats}`),
    index('organization_counters_failed')
      .on(table.organizationId)
      .where(sql`${table.failed} > 0`),
  ],
);
