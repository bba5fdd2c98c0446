import { boolean, index, pgTable, text, timestamp, uuid, jsonb } from 'drizzle-orm/pg-core';
import { organizations } from './organizations.ts';
import { gathered, organizationWords, searchWordsColumn } from './search-column.ts';

/** The audit log, append-only. Names are those at the time of the entry. */
export const activity = pgTable(
  'activity',
  {
    id: uuid().primaryKey(),
    organizationId: uuid('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    at: timestamp({ withTimezone: true, precision: 3 }).notNull(),
    type: text().notNull(),
    /** No foreign key: the entry outlives the account. */
    actorId: uuid('actor_id'),
    actorName: text('actor_name'),
    actorStaff: boolean('actor_staff').notNull().default(false),
    subject: text().notNull(),
    /** What the contract's `activityCodes` name, and its values. */
    code: text(),
    params: jsonb(),
    /** The same in English, for nodes of release 0.1; of what they wrote it is all there is. */
    detail: text(),
    search: searchWordsColumn().notNull(),
  },
  (table) => [
    index('activity_by_time').on(table.organizationId, table.at, table.id),
    index('activity_by_type').on(table.organizationId, table.type, table.at, table.id),
    index('activity_by_actor').on(table.organizationId, table.actorId, table.at, table.id),
    index('activity_search')
      .using('gin', organizationWords(table.organizationId, table.search))
      .with(gathered),
  ],
);
