import { and, desc, eq, sql } from 'drizzle-orm';
import { v5 as uuidv5, v7 as uuidv7 } from 'uuid';
import type { ActivityType } from '#contract/activity';
import type { Executor } from '../database/database.ts';
import { insertMany } from '../database/insert-many.ts';
import { searchWords } from '../database/search.ts';
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
