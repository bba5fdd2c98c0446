import { boolean, index, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { organizationWords, searchWordsColumn } from '../database/search.ts';
import { organizations } from '../organization/organization-table.ts';

/** Append-only: who did what to whom. Names are as they were then. */
export const activity = pgTable(
  'activity',
  {
    id: uuid().primaryKey(),
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    at: timestamp({ withTimezone: true, precision: 3 }).notNull(),
    type: text().notNull(),
    /** No foreign key: what was done stays, whoever did it. */
    actorId: uuid('actor_id'),
    actorName: text('actor_name'),
    actorStaff: boolean('actor_staff').notNull().default(false),
    subject: text().notNull(),
    detail: text(),
    search: searchWordsColumn().notNull(),
  },
  (table) => [
    index('activity_by_time').on(table.organizationId, table.at, table.id),
    index('activity_by_type').on(table.organizationId, table.type, table.at, table.id),
    index('activity_by_actor').on(table.organizationId, table.actorId, table.at, table.id),
    index('activity_search')
      .using('gin', organizationWords(table.organizationId, table.search))
      .with({ fastupdate: false }),
  ],
);
