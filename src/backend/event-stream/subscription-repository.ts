import { eq, sql } from 'drizzle-orm';
import type { Executor } from '../database/database.ts';
import { apiKeys } from '../database/tables/api-keys.ts';
import { members } from '../database/tables/members.ts';
import { sessions } from '../database/tables/sessions.ts';
import { users } from '../database/tables/users.ts';
import type { Subscriber } from './subscription.ts';

/**
 * The subscribers of sessions or API keys with their current roles, by the id of the session or key. Ended and expired
 * ones are missing.
 */
export async function findSubscribers(
  executor: Executor,
  sessionIds: string[],
): Promise<Map<string, Subscriber>> {
  const ids = sql.param(sessionIds);
  const bearers = sql`(
    select id, user_id from ${sessions}
      where id = any(${ids}::uuid[]) and ended_at is null and expires_at > now()
    union all
    select id, user_id from ${apiKeys}
      where id = any(${ids}::uuid[]) and (expires_at is null or expires_at > now())
  ) as bearers`;
  const rows = await executor
    .select({
      sessionId: sql<string>`bearers.id`,
      userId: users.id,
      staff: users.actingStaff,
      organizationId: members.organizationId,
      role: members.role,
    })
    .from(users)
    .innerJoin(bearers, sql`bearers.user_id = ${users.id}`)
    .leftJoin(members, eq(members.userId, users.id));
  const subscribers = new Map<
    string,
    Subscriber & { roles: Map<string, NonNullable<(typeof rows)[number]['role']>> }
  >();
  for (const { sessionId, userId, staff, organizationId, role } of rows) {
    const subscriber = subscribers.get(sessionId) ?? { userId, staff, roles: new Map() };
    subscribers.set(sessionId, subscriber);
    if (organizationId !== null && role !== null) subscriber.roles.set(organizationId, role);
  }
  return subscribers;
}
