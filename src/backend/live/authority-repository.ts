import { and, eq, gt, inArray, isNull, sql } from 'drizzle-orm';
import type { Executor } from '../database/database.ts';
import { members } from '../member/member-table.ts';
import { sessions } from '../session/session-table.ts';
import { users } from '../session/user-table.ts';
import type { Authority } from './event-audience.ts';

/**
 * What the users of these sessions may see now, by session id. One that has ended or expired is missing.
 */
export async function findAuthorities(
  executor: Executor,
  sessionIds: string[],
): Promise<Map<string, Authority>> {
  const rows = await executor
    .select({
      sessionId: sessions.id,
      userId: users.id,
      staff: users.actingStaff,
      organizationId: members.organizationId,
      role: members.role,
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .leftJoin(members, eq(members.userId, users.id))
    .where(
      and(inArray(sessions.id, sessionIds), isNull(sessions.endedAt), gt(sessions.expiresAt, sql`now()`)),
    );
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
