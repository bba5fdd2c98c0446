import { index, integer, pgEnum, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { users } from './user-table.ts';

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
    /** How often the refresh token was exchanged; the token that is good now bears this number. */
    generation: integer().notNull().default(0),
    rotatedAt: moment('rotated_at').notNull(),
    createdAt: moment('created_at').notNull(),
    lastSeenAt: moment('last_seen_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
    endedAt: moment('ended_at'),
    device: text().notNull(),
    address: text().notNull(),
  },
  (table) => [index('sessions_by_user').on(table.userId)],
);
