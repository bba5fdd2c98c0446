import { and, desc, eq, gte, lt, sql, type SQL } from 'drizzle-orm';
import type { z } from 'zod';
import type { Activity, activityFilters, listActivity } from '#contract/activity/api';
import type { ActivityType } from '#contract/activity/model';
import type { Page } from '#contract/page';
import { detailInEnglish, subjectInEnglish } from '../activity-log/activity-detail.ts';
import type { Executor } from '../database/database.ts';
import { runList } from '../database/list-page.ts';
import { activity } from '../database/tables/activity.ts';
import { isUuid } from '../database/uuid.ts';
import { wireTime } from '../database/wire-time.ts';

type Query = z.output<typeof listActivity.query>;
type Filters = z.output<typeof activityFilters>;

/** The position of an entry in the list, for the page after it. */
export interface Position {
  at: string;
  id: string;
}

/** An entry of a list; `at` is the text of PostgreSQL. */
type ListedActivity = Omit<typeof activity.$inferSelect, 'at' | 'search' | 'organizationId'> & { at: string };

/** A page of an organization's activity, newest first. */
export async function findActivity(
  executor: Executor,
  organizationId: string,
  query: Query,
): Promise<Page<Activity>> {
  const { type, actor, from, to } = query;
  const page = await runList<ListedActivity>(executor, {
    select: `select a.id, a.at, a.type, a.actor_id as "actorId", a.actor_name as "actorName", a.actor_staff as "actorStaff",
        a.subject, a.code, a.params, a.detail
      from activity a`,
    table: 'activity',
    alias: 'a',
    text: `a.subject || ' ' || coalesce(a.actor_name, '')`,
    where: [
      ...(type === undefined ? [] : [{ text: 'a.type = $', value: type }]),
      ...(actor === undefined
        ? []
        : isUuid(actor)
          ? [{ text: 'a.actor_id = $::uuid', value: actor }]
          : [{ text: 'false' }]),
      ...(from === undefined
        ? []
        : [{ text: 'a.at >= $::timestamptz', value: new Date(from).toISOString() }]),
      ...(to === undefined ? [] : [{ text: 'a.at < $::timestamptz', value: new Date(to).toISOString() }]),
    ],
    organizationId,
    order: {
      name: 'at',
      key: 'a.at',
      kind: 'time',
      descending: true,
      keyOf: (row) => wireTime(row.at),
    },
    tallied: (type ?? actor ?? from ?? to) ? undefined : 't.activity',
    query,
  });
  return { ...page, items: page.items.map(toActivity) };
}

/** Rows of the activity, newest first. */
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

function toActivity(row: ListedActivity): Activity {
  return {
    id: row.id,
    at: wireTime(row.at),
    // Only `recordActivity` writes here.
    type: row.type as ActivityType,
    actor:
      row.actorId === null ? null : { id: row.actorId, name: row.actorName ?? '', staff: row.actorStaff },
    subject: subjectInEnglish(row.type, row, row.subject),
    code: row.code,
    params: (row.params ?? {}) as Record<string, unknown>,
    detail: detailInEnglish(row, row.detail),
  };
}
