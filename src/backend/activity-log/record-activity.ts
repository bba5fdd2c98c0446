import { v5 as uuidv5, v7 as uuidv7 } from 'uuid';
import type { ActivityDetail, ActivityType } from '#contract/activity/model';
import { detailSentence, subjectSentence } from '../activity-log/activity-detail.ts';
import { runPrepared, type Executor } from '../database/database.ts';
import { insertMany, insertionOf } from '../database/insert-many.ts';
import { wordsToFind } from '../database/search.ts';
import { activity } from '../database/tables/activity.ts';
import type { Statement } from '../database/combined-statement.ts';

/** The user who did something. */
export interface Actor {
  userId: string;
  name: string;
  /** Whether the user acted as staff, not as a member. */
  staff: boolean;
}

export interface NewActivity {
  organizationId: string;
  type: ActivityType;
  actor: Actor | null;
  /** The name or the address of whom or what it was done to; left out where that follows from type and detail. */
  subject?: string;
  detail?: ActivityDetail | undefined;
  at: Date;
}

/** The UUID namespace for ids that are derived from their content. */
const openingNamespace = '5f2b1c1e-6d0a-4c53-9a58-0d1b8f6f3a52';

/** Writes entries of the activity, in the transaction of the action. */
export async function recordActivity(executor: Executor, entries: NewActivity[]): Promise<void> {
  await insertMany(executor, activity, entries.map(activityRow));
}

/** The statement of `recordActivity`, to be run together with others. */
export function activityInsertion(entries: NewActivity[]): Statement[] {
  return insertionOf(activity, entries.map(activityRow));
}

/** An entry as a row. */
export function activityRow({ actor, detail, ...entry }: NewActivity): typeof activity.$inferInsert {
  const subject = subjectSentence(entry.type, detail) ?? entry.subject;
  if (subject === undefined) throw new Error(`an entry of the type ${entry.type} has no subject`);
  return {
    ...entry,
    id: uuidv7(),
    actorId: actor?.userId ?? null,
    actorName: actor?.name ?? null,
    actorStaff: actor?.staff ?? false,
    subject,
    code: detail?.code ?? null,
    params: detail?.params ?? null,
    detail: detail ? detailSentence(detail) : null,
    search: wordsToFind(subject, actor?.name ?? ''),
  };
}

/**
 * Writes that somebody of staff opened the organization, at most once an hour, also for parallel requests. It is called for
 * each call of staff: the one statement that finds the last entry is the price of a further page of a list.
 */
export async function recordOrganizationOpened(
  executor: Executor,
  organizationId: string,
  actor: Actor,
): Promise<void> {
  const [last] = await runPrepared<{ id: string; recent: boolean }>(
    executor,
    `select id, at > now() - interval '1 hour' as recent from activity
    where organization_id = $1 and actor_id = $2 and type = 'organization.opened' order by at desc limit 1`,
    [organizationId, actor.userId],
  );
  if (last?.recent) return;
  const entry = {
    organizationId,
    type: 'organization.opened',
    actor,
    at: new Date(),
  } as const;
  // Parallel requests find the same last entry, so that they write the same id.
  const id = uuidv5(`${organizationId} ${actor.userId} after ${last?.id ?? 'none'}`, openingNamespace);
  await executor
    .insert(activity)
    .values({ ...activityRow(entry), id })
    .onConflictDoNothing();
}
