import { and, desc, eq, gte, lt, sql, type SQL } from 'drizzle-orm';
import { v5 as uuidv5, v7 as uuidv7 } from 'uuid';
import type { Activity, activityFilters, ActivityType, listActivity } from '#contract/activity';
import type { Page } from '#contract/endpoint';
import type { z } from 'zod';
import type { Executor } from '../database/database.ts';
import { insertMany } from '../database/insert-many.ts';
import { countOf, decodeCursor, toPage } from '../database/page.ts';
import { matchesSearch, searchWords } from '../database/search.ts';
import { isUuid } from '../database/uuid.ts';
import { activity } from './activity-table.ts';

/** Who did it; null: the system. */
export interface Actor {
  userId: string;
  name: string;
  /** Whether the act was support staff's, not a member's. */
  staff: boolean;
}

export interface NewActivity {
  organizationId: string;
  type: ActivityType;
  actor: Actor | null;
  subject: string;
  detail?: string | undefined;
  at: Date;
}

/** A namespace of our own for ids that are made from what they stand for. */
const openingNamespace = '5f2b1c1e-6d0a-4c53-9a58-0d1b8f6f3a52';

/** Writes what was done, in the transaction that does it. */
export async function recordActivity(executor: Executor, entries: NewActivity[]): Promise<void> {
  await insertMany(executor, activity, entries.map(activityRow));
}

/** An entry as it is kept. */
export function activityRow({ actor, ...entry }: NewActivity): typeof activity.$inferInsert {
  return {
    ...entry,
    id: uuidv7(),
    actorId: actor?.userId ?? null,
    actorName: actor?.name ?? null,
    actorStaff: actor?.staff ?? false,
    detail: entry.detail ?? null,
    search: searchWords(entry.subject, actor?.name ?? ''),
  };
}

/** Writes that support staff opened the organization, once an hour, however many requests that takes at once. */
export async function recordOpening(executor: Executor, organizationId: string, actor: Actor): Promise<void> {
  const [last] = await executor
    .select({ id: activity.id, recent: sql<boolean>`${activity.at} > now() - interval '1 hour'` })
    .from(activity)
    .where(
      and(
        eq(activity.organizationId, organizationId),
        eq(activity.actorId, actor.userId),
        eq(activity.type, 'organization.opened'),
      ),
    )
    .orderBy(desc(activity.at))
    .limit(1);
  if (last?.recent) return;
  const entry = {
    organizationId,
    type: 'organization.opened',
    actor,
    subject: 'organization',
    at: new Date(),
  } as const;
  // Requests at once all find the same one before: what they write has one id.
  const id = uuidv5(`${organizationId} ${actor.userId} after ${last?.id ?? 'none'}`, openingNamespace);
  await executor
    .insert(activity)
    .values({ ...activityRow(entry), id })
    .onConflictDoNothing();
}

type Query = z.output<typeof listActivity.query>;
type Filters = z.output<typeof activityFilters>;

/** An entry's place in the list; `at` as PostgreSQL reads a time. */
export interface Position {
  at: string;
  id: string;
}

/** A page of an organization's activity, newest first. */
export async function findActivity(
  executor: Executor,
  organizationId: string,
  query: Query,
): Promise<Page<Activity>> {
  const order = 'at';
  const cursor = decodeCursor(order, 'time', query.cursor);
  const search = matchesSearch(activity.search, query.search);
  const matching = and(matchesFilters(organizationId, query), search);
  const after = cursor && { at: String(cursor.key), id: cursor.id };
  const [rows, counted] = await Promise.all([
    selectPage(executor, matching, after, query.limit + 1),
    executor.execute<{ total: number }>(
      countOf(sql`from ${activity} where ${matching ?? sql`true`}`, search !== undefined),
    ),
  ]);
  return toPage(rows, query.limit, counted.rows[0]?.total ?? 0, {
    order,
    keyOf: (row) => row.at.toISOString(),
    toItem: toActivity,
    capped: search !== undefined,
  });
}

/** Rows as they are kept, newest first. */
export function findActivityPage(
  executor: Executor,
  organizationId: string,
  filters: Filters,
  after: Position | undefined,
  limit: number,
) {
  return selectPage(executor, matchesFilters(organizationId, filters), after, limit);
}

function selectPage(
  executor: Executor,
  matching: SQL | undefined,
  after: Position | undefined,
  limit: number,
) {
  const older =
    after && sql`(${activity.at}, ${activity.id}) < (${after.at}::timestamptz, ${after.id}::uuid)`;
  return executor
    .select()
    .from(activity)
    .where(and(matching, older))
    .orderBy(desc(activity.at), desc(activity.id))
    .limit(limit);
}

function matchesFilters(organizationId: string, { type, actor, from, to }: Filters): SQL | undefined {
  return and(
    eq(activity.organizationId, organizationId),
    type && eq(activity.type, type),
    actor === undefined ? undefined : isUuid(actor) ? eq(activity.actorId, actor) : sql`false`,
    from === undefined ? undefined : gte(activity.at, new Date(from)),
    to === undefined ? undefined : lt(activity.at, new Date(to)),
  );
}

function toActivity(row: typeof activity.$inferSelect): Activity {
  return {
    id: row.id,
    at: row.at.toISOString(),
    // Only `recordActivity` writes here.
    type: row.type as ActivityType,
    actor:
      row.actorId === null ? null : { id: row.actorId, name: row.actorName ?? '', staff: row.actorStaff },
    subject: row.subject,
    detail: row.detail,
  };
}
