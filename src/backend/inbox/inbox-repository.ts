import { and, asc, desc, eq, sql, type SQL } from 'drizzle-orm';
import { rolesWith } from '../access/permissions.ts';
import type { Executor } from '../database/database.ts';
import type { Cursor } from '../database/page.ts';
import { expiresSoon, invites } from '../database/tables/invites.ts';
import { members } from '../database/tables/members.ts';
import { organizationCounters, organizations } from '../database/tables/organizations.ts';
import { fullNameOf, users } from '../database/tables/users.ts';

/** Whose inbox it is: staff see all organizations, other users those that they own or administer. */
export interface InboxScope {
  userId: string;
  staff: boolean;
}

function managed(column: SQL, { userId, staff }: InboxScope): SQL | undefined {
  return staff
    ? undefined
    : sql`${column} in (select organization_id from ${members} where user_id = ${userId} and role = any(${sql.param(managing)}::member_role[]))`;
}

const managing = rolesWith('manage');

const failed = and(eq(invites.status, 'pending'), invites.deliveryFailed);
const expiring = sql.raw(expiresSoon('invites'));
const full = sql`${organizationCounters.used} >= ${organizationCounters.maxSeats}`;

/** Open invites whose email failed, the latest first; or those that expire soon, the earliest first. */
export async function findInboxInvites(
  executor: Executor,
  scope: InboxScope,
  kind: 'failed' | 'expiring',
  cursor: Cursor | undefined,
  limit: number,
) {
  const key = kind === 'failed' ? invites.lastSentAt : invites.expiresAt;
  const direction = kind === 'failed' ? desc : asc;
  const beyond = kind === 'failed' ? sql`<` : sql`>`;
  return executor
    .select({
      now: sql`now()`.mapWith((now: string) => new Date(now)),
      invite: invites,
      inviterName: sql<string | null>`${sql.raw(fullNameOf('users'))}`,
      organizationName: organizations.name,
    })
    .from(invites)
    .innerJoin(organizations, eq(organizations.id, invites.organizationId))
    .leftJoin(users, eq(users.id, invites.invitedBy))
    .where(
      and(
        kind === 'failed' ? failed : expiring,
        managed(sql`${invites.organizationId}`, scope),
        cursor && sql`(${key}, ${invites.id}) ${beyond} (${cursor.key}::timestamptz, ${cursor.id}::uuid)`,
      ),
    )
    .orderBy(direction(key), direction(invites.id))
    .limit(limit);
}

/** Organizations without a free seat, the fullest first, by counters that are up to a minute old. */
export async function findFullOrganizations(
  executor: Executor,
  scope: InboxScope,
  cursor: Cursor | undefined,
  limit: number,
) {
  const { usage, organizationId } = organizationCounters;
  return executor
    .select({ id: organizations.id, name: organizations.name, usage })
    .from(organizationCounters)
    .innerJoin(organizations, eq(organizations.id, organizationId))
    .where(
      and(
        full,
        managed(sql`${organizationId}`, scope),
        cursor && sql`(${usage}, ${organizationId}) < (${cursor.key}::double precision, ${cursor.id}::uuid)`,
      ),
    )
    .orderBy(desc(usage), desc(organizationId))
    .limit(limit);
}

/** The number of items of each kind. */
export async function countInbox(
  executor: Executor,
  scope: InboxScope,
): Promise<Record<'failed' | 'expiring' | 'full', number>> {
  const ofInvites = managed(sql`organization_id`, scope) ?? sql`true`;
  const { rows } = await executor.execute<{ failed: number; expiring: number; full: number }>(sql`
    select
      (select count(*)::int from ${invites} where ${failed ?? sql`true`} and ${ofInvites}) as failed,
      (select count(*)::int from ${invites} where ${expiring} and ${ofInvites}) as expiring,
      (select count(*)::int from ${organizationCounters} where ${full} and ${ofInvites}) as "full"`);
  return rows[0] ?? { failed: 0, expiring: 0, full: 0 };
}
