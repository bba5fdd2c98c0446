import { sql } from 'drizzle-orm';
import { bigint, boolean, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';

export const users = pgTable('users', {
  id: uuid().primaryKey(),
  /** In its normal form: one account per address. */
  email: text().notNull().unique(),
  firstName: text('first_name').notNull(),
  lastName: text('last_name').notNull(),
  passwordHash: text('password_hash').notNull(),
  staff: boolean().notNull().default(false),
  /** Staff who need no second factor: the demo's alone. */
  totpExempt: boolean('totp_exempt').notNull().default(false),
  createdAt: timestamp('created_at', { withTimezone: true, precision: 3 }).notNull().defaultNow(),
  /** Sealed; it counts once confirmed. */
  totpSecret: text('totp_secret'),
  totpConfirmedAt: timestamp('totp_confirmed_at', { withTimezone: true, precision: 3 }),
  /** The time step of the last code that was taken: none serves twice. */
  totpLastStep: bigint('totp_last_step', { mode: 'number' }),
  /** Whether the account has the rights of staff: only with a second factor. */
  actingStaff: boolean('acting_staff')
    .notNull()
    .generatedAlwaysAs(sql`staff and (totp_confirmed_at is not null or totp_exempt)`),
});

/** What serves once in place of a code; only their MACs are kept. */
export const recoveryCodes = pgTable(
  'recovery_codes',
  {
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    mac: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.mac] })],
);
