import { and, desc, eq, gte, lt, sql, type SQL } from 'drizzle-orm';
import type { Activity, activityFilters, ActivityType, listActivity } from '#contract/activity';
import type { Page } from '#contract/endpoint';
import type { z } from 'zod';
import type { Executor } from '../database/database.ts';
import { countOf, decodeCursor, toPage } from '../database/page.ts';
import { matchesSearch } from '../database/search.ts';
import { isUuid } from '../database/uuid.ts';
import { talliedTotal } from '../organization/organization-tally-table.ts';
import { activity } from './activity-table.ts';

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
      (search ?? query.type ?? query.actor ?? query.from ?? query.to)
        ? countOf(sql`from ${activity} where ${matching ?? sql`true`}`, search !== undefined)
        : talliedTotal(organizationId, 't.activity'),
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
