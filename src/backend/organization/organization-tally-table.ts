import { integer, pgTable, uuid } from 'drizzle-orm/pg-core';
import { organizations } from './organization-table.ts';

/**
 * How many rows of each kind an organization has: exact, and as true as the rows, since triggers of the database keep it in
 * the transaction that writes them. What is counted on every request is read here, however large the organization is.
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
  /** Those of the open ones whose expiry was announced. The few that have expired since are counted when asked for. */
  expiredInvites: integer('expired_invites').notNull().default(0),
  acceptedInvites: integer('accepted_invites').notNull().default(0),
  declinedInvites: integer('declined_invites').notNull().default(0),
  revokedInvites: integer('revoked_invites').notNull().default(0),
  activity: integer().notNull().default(0),
});

/**
 * How many invites of a row `t` of the tallies have expired a moment ago: no event has said so yet, and the tallies do not
 * know.
 */
export const justExpired = `(
  select count(*)::int from invites i
  where i.organization_id = t.organization_id and i.status = 'pending' and not i.expiry_announced
    and i.expires_at <= statement_timestamp())`;
