import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  index,
  integer,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { organizationWords, searchWordsColumn } from '../database/search.ts';
import { organizations } from '../organization/organization-table.ts';
import { users } from '../session/user-table.ts';

/** `expired` is not among them: it is a pending invite past `expires_at`. */
export const inviteStatus = pgEnum('invite_status', ['pending', 'accepted', 'declined', 'revoked']);
export const inviteRole = pgEnum('invite_role', ['admin', 'agent']);
export const deliveryStatus = pgEnum('delivery_status', ['queued', 'sent', 'failed']);

const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

export const invites = pgTable(
  'invites',
  {
    id: uuid().primaryKey(),
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    email: text().notNull(),
    role: inviteRole().notNull(),
    status: inviteStatus().notNull().default('pending'),
    createdAt: moment('created_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
    lastSentAt: moment('last_sent_at').notNull(),
    /** How often its mail was queued: once when invited, once for each resend. */
    sendCount: integer('send_count').notNull().default(1),
    /** When it was queued within the last hour: what the limit on resending goes by. */
    recentSends: timestamp('recent_sends', { withTimezone: true, precision: 3, mode: 'string' })
      .array()
      .notNull()
      .default(sql`'{}'`),
    invitedBy: uuid('invited_by').references(() => users.id, { onDelete: 'set null' }),
    deliveryStatus: deliveryStatus('delivery_status').notNull().default('queued'),
    /** For indexes: with `delivery_status` in them each mail that is sent would be a new entry in all there are. */
    deliveryFailed: boolean('delivery_failed')
      .generatedAlwaysAs(sql`delivery_status = 'failed'`)
      .notNull(),
    deliveryAttempts: integer('delivery_attempts').notNull().default(0),
    deliveryError: text('delivery_error'),
    openedAt: moment('opened_at'),
    endedAt: moment('ended_at'),
    /** Whether the live event that says it expired was written. */
    expiryAnnounced: boolean('expiry_announced').notNull().default(false),
    /** Whether the reminder before this expiry was queued. */
    reminded: boolean().notNull().default(false),
    search: searchWordsColumn().notNull(),
  },
  (table) => [
    uniqueIndex('invites_one_open_per_address')
      .on(table.organizationId, table.email)
      .where(sql`${table.status} = 'pending'`),
    index('invites_open_by_expiry')
      .on(table.organizationId, table.expiresAt, table.id)
      .where(sql`${table.status} = 'pending'`),
    index('invites_open_by_created')
      .on(table.organizationId, table.createdAt, table.id)
      .where(sql`${table.status} = 'pending'`),
    index('invites_open_by_inviter')
      .on(table.organizationId, table.invitedBy)
      .where(sql`${table.status} = 'pending'`),
    index('invites_ended_by_created')
      .on(table.organizationId, table.status, table.createdAt, table.id)
      .where(sql`${table.status} <> 'pending'`),
    index('invites_ended_by_expiry')
      .on(table.organizationId, table.status, table.expiresAt, table.id)
      .where(sql`${table.status} <> 'pending'`),
    index('invites_ended_by_email')
      .on(table.organizationId, table.status, table.email, table.id)
      .where(sql`${table.status} <> 'pending'`),
    index('invites_by_created').on(table.organizationId, table.createdAt, table.id),
    index('invites_by_expiry').on(table.organizationId, table.expiresAt, table.id),
    index('invites_by_email').on(table.organizationId, table.email, table.id),
    index('invites_search')
      .using('gin', organizationWords(table.organizationId, table.search))
      .with({ fastupdate: false }),
    index('invites_unreminded')
      .on(table.expiresAt)
      .where(sql`${table.status} = 'pending' and not ${table.reminded}`),
    index('invites_pending_by_expiry')
      .on(table.expiresAt, table.id)
      .where(sql`${table.status} = 'pending'`),
    index('invites_failed_of_organization')
      .on(table.organizationId)
      .where(sql`${table.status} = 'pending' and ${table.deliveryFailed}`),
    index('invites_failed')
      .on(table.lastSentAt, table.id)
      .where(sql`${table.status} = 'pending' and ${table.deliveryFailed}`),
    index('invites_unannounced_of_organization')
      .on(table.organizationId, table.expiresAt)
      .where(sql`${table.status} = 'pending' and not ${table.expiryAnnounced}`),
    index('invites_unannounced_expiry')
      .on(table.expiresAt)
      .where(sql`${table.status} = 'pending' and not ${table.expiryAnnounced}`),
  ],
);

/** What happened to an invite, for its details. */
export const inviteTimeline = pgTable(
  'invite_timeline',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    inviteId: uuid('invite_id')
      .notNull()
      .references(() => invites.id, { onDelete: 'cascade' }),
    at: moment('at').notNull(),
    event: text().notNull(),
    detail: text(),
  },
  (table) => [index('invite_timeline_by_invite').on(table.inviteId, table.id)],
);

/** The six digits that prove the mailbox of a copied link: made from the nonce and the server's secret, never kept. */
export const inviteCodes = pgTable('invite_codes', {
  inviteId: uuid('invite_id')
    .primaryKey()
    .references(() => invites.id, { onDelete: 'cascade' }),
  nonce: text().notNull(),
  expiresAt: moment('expires_at').notNull(),
  triesLeft: integer('tries_left').notNull(),
  sentAt: moment('sent_at').notNull(),
});

/** Invite mails queued per organization, inviter and recipient, by the hour. */
export const sendCounters = pgTable(
  'send_counters',
  {
    scope: text().notNull(),
    subject: text().notNull(),
    hour: timestamp({ withTimezone: true }).notNull(),
    count: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.scope, table.subject, table.hour] }),
    index('send_counters_by_hour').on(table.hour),
  ],
);
