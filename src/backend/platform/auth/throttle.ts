import { inArray, sql } from 'drizzle-orm';
import type { Database } from '../../database/database.ts';
import { throttles } from '../../database/tables/throttles.ts';

/** A counter. Its key identifies an account or an address without revealing it. */
export interface ThrottleKey {
  key: string;
  /** How many attempts are allowed in one window. */
  limit: number;
}

/**
 * Counts one attempt under each key before it is made, so that parallel attempts get no more tries than sequential ones.
 * It never locks an account for good: the window ends.
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
        // Sorted, so that two attempts never deadlock.
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
  const exceeded = keys.flatMap(({ key, limit }) => {
    const row = rows.find((counted) => counted.key === key);
    if (!row) throw new Error('an attempt was not counted');
    return row.attempts > limit ? [row] : [];
  });
  return exceeded.length === 0 ? undefined : Math.max(...exceeded.map(({ secondsLeft }) => secondsLeft));
}

/** Subtracts one attempt from the `lessened` keys, and resets the `cleared` ones. */
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
