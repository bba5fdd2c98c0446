import { eq, sql } from 'drizzle-orm';
import { apiKeys } from '../api-key/api-key-table.ts';
import type { Executor } from '../database/database.ts';
import { members } from '../member/member-table.ts';
import { sessions } from '../session/session-table.ts';
import { users } from '../session/user-table.ts';
import type { Authority } from './event-audience.ts';

/**
 * What the users of these sessions, or API keys, may see now, by their id. One that has ended or expired is missing.
 */
export async function findAuthorities(
  executor: Executor,
  sessionIds: string[],
): Promise<Map<string, Authority>> {
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
  const authorities = new Map<
    string,
    Authority & { roles: Map<string, NonNullable<(typeof rows)[number]['role']>> }
  >();
  for (const { sessionId, userId, staff, organizationId, role } of rows) {
    const authority = authorities.get(sessionId) ?? { userId, staff, roles: new Map() };
    authorities.set(sessionId, authority);
    if (organizationId !== null && role !== null) authority.roles.set(organizationId, role);
  }
  return authorities;
}
