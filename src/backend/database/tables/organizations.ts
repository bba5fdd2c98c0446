import { sql } from 'drizzle-orm';
import {
  boolean,
  doublePrecision,
  index,
  integer,
  pgTable,
  smallint,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core';
import { searchWordsColumn } from './search-column.ts';

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
 * Counters for sorting and filtering lists of organizations; they are up to a minute old. The shown numbers are counted
 * from the rows themselves.
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

/**
 * The number of rows of each kind of an organization. It is exact: triggers update it in the transaction that writes the
 * rows. Requests read their counts here, so that they take the same time for large organizations.
 */
export const organizationTallies = pgTable('organization_tallies', {
  organizationId: uuid('organization_id')
    .primaryKey()
    .references(() => organizations.id, { onDelete: 'cascade' }),
  members: integer().notNull().default(0),
  admins: integer().notNull().default(0),
  agents: integer().notNull().default(0),
  /** Pending in the table, expired ones included. */
  openInvites: integer('open_invites').notNull().default(0),
  /** Open invites whose expiry was announced. The few that have expired since are counted on demand. */
  expiredInvites: integer('expired_invites').notNull().default(0),
  acceptedInvites: integer('accepted_invites').notNull().default(0),
  declinedInvites: integer('declined_invites').notNull().default(0),
  revokedInvites: integer('revoked_invites').notNull().default(0),
  activity: integer().notNull().default(0),
});

/**
 * The number of organizations, as the sum over all rows. Triggers keep it exact; each connection counts in one of sixteen rows,
 * so that creating an organization seldom waits for another one.
 */
export const organizationTotals = pgTable('organization_totals', {
  shard: smallint().primaryKey(),
  organizations: integer().notNull(),
});

/**
 * The number of invites of a row `t` of the tallies that have expired but were not announced yet, so that the tallies do not
 * include them. There are few in all organizations together: the condition on the organization is written so that no index of
 * one organization's invites serves it, which would find all that have ever expired.
 */
export const justExpired = `(
  select count(*)::int from invites i
  where coalesce(i.organization_id, i.organization_id) = t.organization_id and i.status = 'pending'
    and not i.expiry_announced and i.expires_at <= statement_timestamp())`;

/**
 * The same of all organizations, by organization, as a subquery `just_expired` for statements about many of them: each row that
 * counts by itself reads those of all organizations.
 */
export const justExpiredOfAll = `just_expired as materialized (
  select organization_id, count(*)::int as just_expired from invites
  where status = 'pending' and not expiry_announced and expires_at <= statement_timestamp() group by organization_id)`;
