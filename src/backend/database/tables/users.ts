import { sql } from 'drizzle-orm';
import { bigint, boolean, index, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';

/**
 * The SQL of `fullName`.
 *
 * @param alias what the table is called in the statement
 */
export const fullNameOf = (alias: string) => `trim(${alias}.first_name || ' ' || ${alias}.last_name)`;

export const users = pgTable(
  'users',
  {
    id: uuid().primaryKey(),
    /** In its normal form, so that there is one account per address. */
    email: text().notNull().unique(),
    firstName: text('first_name').notNull(),
    lastName: text('last_name').notNull(),
    passwordHash: text('password_hash').notNull(),
    staff: boolean().notNull().default(false),
    /** An account that the demo was filled with: see `isUsable`. */
    demo: boolean().notNull().default(false),
    /** Staff who need no two-factor: those of the demo, and only a server with `--demo` lets them sign in. */
    totpExempt: boolean('totp_exempt').notNull().default(false),
    createdAt: timestamp('created_at', { withTimezone: true, precision: 3 }).notNull().defaultNow(),
    /** Encrypted; it takes effect once it is confirmed. */
    totpSecret: text('totp_secret'),
    totpConfirmedAt: timestamp('totp_confirmed_at', { withTimezone: true, precision: 3 }),
    /** The time step of the last accepted code, so that no code is accepted twice. */
    totpLastStep: bigint('totp_last_step', { mode: 'number' }),
    /** Whether the account has the permissions of staff, which need two-factor. */
    actingStaff: boolean('acting_staff')
      .notNull()
      .generatedAlwaysAs(sql`staff and (totp_confirmed_at is not null or totp_exempt)`),
  },
  // A database without the demo has none of them.
  (table) => [
    index('users_of_demo')
      .on(table.id)
      .where(sql`demo`),
  ],
);

/** Recovery codes, each valid once in place of a code; only their MACs are stored. */
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
