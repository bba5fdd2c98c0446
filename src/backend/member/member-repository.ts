import { and, asc, eq, sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { Page } from '#contract/endpoint';
import type { listMembers, Member, MemberSort } from '#contract/member';
import type { Membership } from '#contract/session';
import { runPrepared, type Executor, type Transaction } from '../database/database.ts';
import { runList } from '../database/list-page.ts';
import type { ListOrder } from '../database/list-statement.ts';
import { foldForSearch, searchWords } from '../database/search.ts';
import { isUuid } from '../database/uuid.ts';
import { wireTime } from '../database/wire-time.ts';
import { organizations } from '../organization/organization-table.ts';
import { members } from './member-table.ts';

const columns = {
  id: members.id,
  userId: members.userId,
  email: members.sortEmail,
  firstName: members.firstName,
  lastName: members.lastName,
  role: members.role,
  joinedAt: members.joinedAt,
  lastActiveAt: members.lastActiveAt,
};

export interface MemberRow {
  id: string;
  userId: string;
  email: string;
  firstName: string;
  lastName: string;
  role: Member['role'];
  /** As a Date, or as PostgreSQL writes it. */
  joinedAt: Date | string;
  lastActiveAt: Date | string | null;
}

export function toMember(row: MemberRow): Member {
  return {
    id: row.id,
    userId: row.userId,
    email: row.email,
    firstName: row.firstName,
    lastName: row.lastName,
    role: row.role,
    joinedAt: wireTime(row.joinedAt),
    lastActiveAt: row.lastActiveAt === null ? null : wireTime(row.lastActiveAt),
  };
}

/** What a member has of their account: what is shown, and what they are sorted and searched by. */
export function memberKeys({
  firstName,
  lastName,
  email,
}: {
  firstName: string;
  lastName: string;
  email: string;
}) {
  return {
    firstName,
    lastName,
    sortName: foldForSearch(`${firstName} ${lastName}`),
    sortEmail: email,
    search: searchWords(firstName, lastName, email),
  };
}

/** False when the user is a member already. */
export async function insertMember(
  tx: Transaction,
  member: { id: string; organizationId: string; role: Member['role']; joinedAt: Date },
  user: { id: string; firstName: string; lastName: string; email: string },
): Promise<boolean> {
  const inserted = await tx
    .insert(members)
    .values({ ...member, userId: user.id, ...memberKeys(user) })
    .onConflictDoNothing({ target: [members.organizationId, members.userId] })
    .returning({ id: members.id });
  return inserted.length === 1;
}

export async function findMember(
  executor: Executor,
  organizationId: string,
  memberId: string,
): Promise<MemberRow | undefined> {
  if (!isUuid(memberId)) return undefined;
  const [row] = await executor
    .select(columns)
    .from(members)
    .where(and(eq(members.organizationId, organizationId), eq(members.id, memberId)));
  return row;
}

export async function updateRole(
  tx: Transaction,
  organizationId: string,
  memberId: string,
  role: Member['role'],
): Promise<void> {
  await tx
    .update(members)
    .set({ role })
    .where(and(eq(members.organizationId, organizationId), eq(members.id, memberId)));
}

export async function deleteMember(tx: Transaction, organizationId: string, memberId: string): Promise<void> {
  await tx.delete(members).where(and(eq(members.organizationId, organizationId), eq(members.id, memberId)));
}

export async function updateLastActive(executor: Executor, memberId: string): Promise<void> {
  await executor
    .update(members)
    .set({ lastActiveAt: sql`now()` })
    .where(eq(members.id, memberId));
}

/** The organizations of a user, by name. */
export async function findMemberships(executor: Executor, userId: string): Promise<Membership[]> {
  return executor
    .select({ organizationId: organizations.id, organizationName: organizations.name, role: members.role })
    .from(members)
    .innerJoin(organizations, eq(organizations.id, members.organizationId))
    .where(eq(members.userId, userId))
    .orderBy(asc(organizations.sortName), asc(organizations.id));
}

type Query = z.output<typeof listMembers.query>;

/** Names from A, times from the latest. */
const sorts: Record<MemberSort, Omit<ListOrder<MemberRow>, 'name'>> = {
  name: {
    key: 'm.sort_name',
    kind: 'text',
    descending: false,
    keyOf: (row) => foldForSearch(`${row.firstName} ${row.lastName}`),
  },
  email: { key: 'm.sort_email', kind: 'text', descending: false, keyOf: (row) => row.email },
  joined: { key: 'm.joined_at', kind: 'time', descending: true, keyOf: (row) => wireTime(row.joinedAt) },
  active: {
    key: `coalesce(m.last_active_at, '-infinity'::timestamptz)`,
    kind: 'time',
    descending: true,
    keyOf: (row) => (row.lastActiveAt === null ? '-infinity' : wireTime(row.lastActiveAt)),
  },
};

/** How many there are, by role. */
const tallies: Record<Member['role'] | 'all', string> = {
  all: 't.members',
  owner: 't.members - t.admins - t.agents',
  admin: 't.admins',
  agent: 't.agents',
};

/** A page of members. */
export async function findMembers(
  executor: Executor,
  organizationId: string,
  query: Query,
): Promise<Page<Member>> {
  const page = await runList<MemberRow>(executor, {
    select: `select m.id, m.user_id as "userId", m.sort_email as email, m.first_name as "firstName", m.last_name as "lastName",
        m.role, m.joined_at as "joinedAt", m.last_active_at as "lastActiveAt"
      from members m`,
    table: 'members',
    alias: 'm',
    where: query.role === undefined ? [] : [{ text: 'm.role = $::member_role', value: query.role }],
    organizationId,
    order: { name: query.sort, ...sorts[query.sort] },
    tallied: tallies[query.role ?? 'all'],
    query,
  });
  return { ...page, items: page.items.map(toMember) };
}

/** Which of the addresses are members'. */
export async function findEmails(
  executor: Executor,
  organizationId: string,
  emails: string[],
): Promise<Set<string>> {
  const rows = await runPrepared<{ email: string }>(
    executor,
    'select sort_email as email from members where organization_id = $1 and sort_email = any($2::text[])',
    [organizationId, emails],
  );
  return new Set(rows.map(({ email }) => email));
}

/** Members by their address, some at a time. */
export async function findMembersAfter(
  executor: Executor,
  organizationId: string,
  after: { key: string; id: string } | undefined,
  limit: number,
): Promise<MemberRow[]> {
  return executor
    .select(columns)
    .from(members)
    .where(
      and(
        eq(members.organizationId, organizationId),
        after && sql`(${members.sortEmail}, ${members.id}) > (${after.key}, ${after.id}::uuid)`,
      ),
    )
    .orderBy(asc(members.sortEmail), asc(members.id))
    .limit(limit);
}
