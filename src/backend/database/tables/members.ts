import { sql, type SQLWrapper } from 'drizzle-orm';
import { index, pgEnum, pgTable, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { organizations } from './organizations.ts';
import { gathered, organizationWords, searchWordsColumn } from './search-column.ts';
import { users } from './users.ts';

export const memberRole = pgEnum('member_role', ['owner', 'admin', 'agent']);

const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

/** Members who were never active come last. */
const activeAt = (lastActiveAt: SQLWrapper) => sql`(coalesce(${lastActiveAt}, '-infinity'::timestamptz))`;

/** Whether the joined row `m` exists and its last activity is more than a minute old. */
export const memberIsStale = `m.id is not null and coalesce(m.last_active_at < now() - interval '1 minute', true)`;

export const members = pgTable(
  'members',
  {
    id: uuid().primaryKey(),
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    role: memberRole().notNull(),
    joinedAt: moment('joined_at').notNull(),
    lastActiveAt: moment('last_active_at'),
    /** Copies of the user's names, which never change, so that a list needs no join. */
    firstName: text('first_name').notNull(),
    lastName: text('last_name').notNull(),
    /** The folded name and the email, so that an index sorts and searches lists. */
    sortName: text('sort_name').notNull(),
    sortEmail: text('sort_email').notNull(),
    search: searchWordsColumn().notNull(),
  },
  (table) => [
    uniqueIndex('members_one_per_user').on(table.organizationId, table.userId),
    uniqueIndex('members_one_owner')
      .on(table.organizationId)
      .where(sql`${table.role} = 'owner'`),
    index('members_by_user').on(table.userId),
    index('members_by_name').on(table.organizationId, table.sortName, table.id),
    index('members_by_email').on(table.organizationId, table.sortEmail, table.id),
    index('members_by_joined').on(table.organizationId, table.joinedAt, table.id),
    index('members_by_active').on(table.organizationId, activeAt(table.lastActiveAt), table.id),
    index('members_by_role_and_name').on(table.organizationId, table.role, table.sortName, table.id),
    index('members_by_role_and_email').on(table.organizationId, table.role, table.sortEmail, table.id),
    index('members_by_role_and_joined').on(table.organizationId, table.role, table.joinedAt, table.id),
    index('members_by_role_and_active').on(
      table.organizationId,
      table.role,
      activeAt(table.lastActiveAt),
      table.id,
    ),
    index('members_search')
      .using('gin', organizationWords(table.organizationId, table.search))
      .with(gathered),
  ],
);
