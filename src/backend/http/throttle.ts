import { inArray, sql } from 'drizzle-orm';
import type { Database } from '../database/database.ts';
import { throttles } from './throttle-table.ts';

/** What is counted: `key` names whom, without telling. */
export interface ThrottleKey {
  key: string;
  /** How many are let through in one window. */
  limit: number;
}

/**
 * Counts one attempt under each key before it is made, so that many at once get no more than one after the other.
 * Never a permanent lock: a window ends by itself.
 *
 * @returns the seconds to wait when a limit is exceeded, else undefined
 */
export async function countAttempt(
  database: Database,
  keys: ThrottleKey[],
  windowSeconds: number,
): Promise<number | undefined> {
  const rows = await database.orm
    .insert(throttles)
    .values(
      keys
        .map(({ key }) => key)
        // In one order always, so that two attempts never wait for each other.
        .toSorted()
        .map((key) => ({
          key,
          attempts: 1,
          windowEndsAt: sql`now() + make_interval(secs => ${windowSeconds})`,
        })),
    )
    .onConflictDoUpdate({
      target: throttles.key,
      set: {
        attempts: sql`case when ${throttles.windowEndsAt} <= now() then 1 else ${throttles.attempts} + 1 end`,
        windowEndsAt: sql`case when ${throttles.windowEndsAt} <= now() then excluded.window_ends_at else ${throttles.windowEndsAt} end`,
      },
    })
    .returning({
      key: throttles.key,
      attempts: throttles.attempts,
      secondsLeft: sql<number>`ceil(extract(epoch from ${throttles.windowEndsAt} - now()))::int`,
    });
  const limits = new Map(keys.map(({ key, limit }) => [key, limit]));
  const exceeded = rows.filter(({ key, attempts }) => attempts > (limits.get(key) ?? 0));
  return exceeded.length === 0 ? undefined : Math.max(...exceeded.map(({ secondsLeft }) => secondsLeft));
}

/** Takes an attempt back; for the keys in `cleared` all of them. */
export async function forgiveAttempt(
  database: Database,
  { cleared, lessened }: { cleared: string[]; lessened: string[] },
): Promise<void> {
  await database.orm
    .update(throttles)
    .set({
      attempts: sql`case when ${inArray(throttles.key, cleared)} then 0 else greatest(${throttles.attempts} - 1, 0) end`,
    })
    .where(inArray(throttles.key, [...cleared, ...lessened]));
}
