import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { expiringSoonMs } from '#contract/invite/model';
import { organizations } from './organizations.ts';
import { gathered, organizationWords, searchWordsColumn } from './search-column.ts';
import { users } from './users.ts';

/**
 * The SQL of `statusAt`, as of `now()`.
 *
 * @param alias what the table is called in the statement
 */
export const statusNow = (alias: string) =>
  `case when ${alias}.status = 'pending' and ${alias}.expires_at <= now() then 'expired' else ${alias}.status::text end`;

/**
 * The SQL condition for an invite that is pending and expires soon, as of `now()`. An expiry to come was not announced, which
 * makes it a condition of `invites_unannounced_expiry`.
 *
 * @param alias what the table is called in the statement
 */
export const expiresSoon = (alias: string) =>
  `${alias}.status = 'pending' and not ${alias}.expiry_announced and ${alias}.expires_at > now()
    and ${alias}.expires_at <= now() + make_interval(secs => ${expiringSoonMs / 1000})`;

/** An expired invite is a pending one past `expires_at`. */
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
    /** How often its email was queued: once when invited, once for each resend. */
    sendCount: integer('send_count').notNull().default(1),
    /** When its email was queued within the last hour, for the limit on resending. */
    recentSends: timestamp('recent_sends', { withTimezone: true, precision: 3, mode: 'string' })
      .array()
      .notNull()
      .default(sql`'{}'`),
    invitedBy: uuid('invited_by').references(() => users.id, { onDelete: 'set null' }),
    deliveryStatus: deliveryStatus('delivery_status').notNull().default('queued'),
    /** For indexes: if they contained `delivery_status`, each sent email would update all of them. */
    deliveryFailed: boolean('delivery_failed')
      .generatedAlwaysAs(sql`delivery_status = 'failed'`)
      .notNull(),
    deliveryAttempts: integer('delivery_attempts').notNull().default(0),
    deliveryError: text('delivery_error'),
    openedAt: moment('opened_at'),
    endedAt: moment('ended_at'),
    /** Whether the event `invite.expired` was appended. */
    expiryAnnounced: boolean('expiry_announced').notNull().default(false),
    /** Whether the reminder before this expiry was queued. */
    reminded: boolean().notNull().default(false),
    search: searchWordsColumn().notNull(),
  },
  // Every invite is written into each of them: docs/decisions/120 says which list, job or rule needs which.
  (table) => [
    // The rule, and open invites by address.
    uniqueIndex('invites_one_open_per_address')
      .on(table.organizationId, table.email)
      .where(sql`${table.status} = 'pending'`),
    // Lists of one status; those of all merge four reads.
    index('invites_by_status_and_created').on(table.organizationId, table.status, table.createdAt, table.id),
    index('invites_by_status_and_expiry').on(table.organizationId, table.status, table.expiresAt, table.id),
    index('invites_ended_by_email')
      .on(table.organizationId, table.status, table.email, table.id)
      .where(sql`${table.status} <> 'pending'`),
    index('invites_search')
      .using('gin', organizationWords(table.organizationId, table.search))
      .with(gathered),
    // What expires next, and what has expired just now, in all organizations.
    index('invites_unannounced_expiry')
      .on(table.expiresAt)
      .where(sql`${table.status} = 'pending' and not ${table.expiryAnnounced}`),
    // Few rows are in it.
    index('invites_failed')
      .on(table.organizationId, table.lastSentAt, table.id)
      .where(sql`${table.status} = 'pending' and ${table.deliveryFailed}`),
  ],
);

/** The history of an invite, which its details show. */
export const inviteTimeline = pgTable(
  'invite_timeline',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    inviteId: uuid('invite_id')
      .notNull()
      .references(() => invites.id, { onDelete: 'cascade' }),
    at: moment('at').notNull(),
    event: text().notNull(),
    /** No foreign key: the entry outlives the account. Null for the system. */
    actorId: uuid('actor_id'),
    actorName: text('actor_name'),
    actorStaff: boolean('actor_staff').notNull().default(false),
    /** What the contract's `timelineCodes` name, and its values. */
    code: text(),
    params: jsonb(),
    /** The same in English, for nodes of release 0.1; of what they wrote it is all there is. */
    detail: text(),
  },
  (table) => [index('invite_timeline_by_invite').on(table.inviteId, table.id)],
);

/** Codes that prove the mailbox of a copied link: their digits are made from the nonce and the server's secret, and never stored. */
export const inviteCodes = pgTable('invite_codes', {
  inviteId: uuid('invite_id')
    .primaryKey()
    .references(() => invites.id, { onDelete: 'cascade' }),
  nonce: text().notNull(),
  /** Of the codes that this one replaced, newest first: who types one of them has mistaken the email. */
  replacedNonces: text('replaced_nonces').array().notNull().default([]),
  expiresAt: moment('expires_at').notNull(),
  triesLeft: integer('tries_left').notNull(),
  sentAt: moment('sent_at').notNull(),
});

/** Queued invite emails per organization, inviter and recipient, by the hour. */
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
