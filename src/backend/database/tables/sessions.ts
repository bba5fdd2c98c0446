import { index, integer, pgEnum, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { users } from './users.ts';

/** `app`: bearer and refresh tokens. `web`: the cookie of the pages. */
export const sessionKind = pgEnum('session_kind', ['app', 'web']);

const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

export const sessions = pgTable(
  'sessions',
  {
    id: uuid().primaryKey(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    kind: sessionKind().notNull(),
    /** How often the refresh token was exchanged; the valid token has this number. */
    generation: integer().notNull().default(0),
    rotatedAt: moment('rotated_at').notNull(),
    /** The latest generation whose tokens have come back in a call, so that they are known to have arrived. */
    seenGeneration: integer('seen_generation').notNull().default(0),
    createdAt: moment('created_at').notNull(),
    lastSeenAt: moment('last_seen_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
    endedAt: moment('ended_at'),
    device: text().notNull(),
    address: text().notNull(),
  },
  (table) => [index('sessions_by_user').on(table.userId)],
);
