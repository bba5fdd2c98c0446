import { eq, sql } from 'drizzle-orm';
import { runPrepared, type Executor } from '../database/database.ts';
import { memberIsStale, members } from '../database/tables/members.ts';
import type { Reading } from '../database/combined-statement.ts';
import type { CallerRole } from '../platform/auth/caller.ts';

/** The user's role in an organization; undefined when there is no such organization. */
export async function findCallerRole(
  executor: Executor,
  organizationId: string,
  userId: string,
): Promise<CallerRole | undefined> {
  const [row] = await runPrepared<CallerRole>(
    executor,
    `select m.role, m.id as "memberId",
      ${memberIsStale} as stale
    from organizations o left join members m on m.organization_id = o.id and m.user_id = $2
    where o.id = $1`,
    [organizationId, userId],
  );
  return row;
}

/** A user, and an organization in which they do something. */
export interface UserIn {
  organizationId: string;
  userId: string;
}

/** The roles of users in organizations; there is no row for an organization that does not exist. */
export function callerRoles(users: readonly UserIn[]): Reading<CallerRole & UserIn> {
  return {
    text: `select o.id as "organizationId", asked.user_id as "userId", m.role, m.id as "memberId",
      ${memberIsStale} as stale
    from unnest($1::uuid[], $2::uuid[]) as asked (organization_id, user_id)
      join organizations o on o.id = asked.organization_id
      left join members m on m.organization_id = o.id and m.user_id = asked.user_id`,
    values: [users.map(({ organizationId }) => organizationId), users.map(({ userId }) => userId)],
  };
}

/** Writes that a member was active just now. */
export async function touchMember(executor: Executor, memberId: string): Promise<void> {
  await executor
    .update(members)
    .set({ lastActiveAt: sql`now()` })
    .where(eq(members.id, memberId));
}
