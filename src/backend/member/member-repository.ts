import { and, asc, eq, sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { listMembers, Member } from '#contract/member/api';
import type { MemberSort, Role } from '#contract/member/model';
import type { Page } from '#contract/page';
import { foldText } from '#contract/text-order';
import type { Executor, Transaction } from '../database/database.ts';
import { insertionOf } from '../database/insert-many.ts';
import { runList } from '../database/list-page.ts';
import type { ListOrder } from '../database/list-statement.ts';
import { wordsToFind } from '../database/search.ts';
import { members } from '../database/tables/members.ts';
import type { Reading, Statement } from '../database/combined-statement.ts';
import { isUuid } from '../database/uuid.ts';
import { wireTime } from '../database/wire-time.ts';

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
  role: Role;
  /** A Date, or the text of PostgreSQL. */
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

/** The columns of a member that copy the user: for display, sorting and search. */
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
    sortName: foldText(`${firstName} ${lastName}`),
    sortEmail: email,
    search: wordsToFind(firstName, lastName, email),
  };
}

/** The statement that inserts a member, to be run together with others. */
export function memberInsertion(
  member: { id: string; organizationId: string; role: Role; joinedAt: Date },
  user: { id: string; firstName: string; lastName: string; email: string },
): Statement[] {
  return insertionOf(members, [{ ...member, userId: user.id, ...memberKeys(user) }]);
}

/** Whether a user is a member of an organization: a row if so. */
export function membershipOf(organizationId: string, userId: string | undefined): Reading<{ id: string }> {
  return {
    text: 'select id from members where organization_id = $1::uuid and user_id = $2::uuid',
    values: [organizationId, userId ?? null],
  };
}

/** @returns false when the user is a member already */
export async function insertMember(
  tx: Transaction,
  member: { id: string; organizationId: string; role: Role; joinedAt: Date },
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
  role: Role,
): Promise<void> {
  await tx
    .update(members)
    .set({ role })
    .where(and(eq(members.organizationId, organizationId), eq(members.id, memberId)));
}

export async function deleteMember(tx: Transaction, organizationId: string, memberId: string): Promise<void> {
  await tx.delete(members).where(and(eq(members.organizationId, organizationId), eq(members.id, memberId)));
}

type Query = z.output<typeof listMembers.query>;

/** Sort orders: names ascending, times descending. */
const sorts: Record<MemberSort, Omit<ListOrder<MemberRow>, 'name'>> = {
  name: {
    key: 'm.sort_name',
    kind: 'text',
    descending: false,
    keyOf: (row) => foldText(`${row.firstName} ${row.lastName}`),
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

/** The number of members by role. */
const tallies: Record<Role | 'all', string> = {
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
    text: `m.first_name || ' ' || m.last_name || ' ' || m.sort_email`,
    begins: ['m.sort_name', 'm.sort_email'],
    where: query.role === undefined ? [] : [{ text: 'm.role = $::member_role', value: query.role }],
    organizationId,
    order: { name: query.sort, ...sorts[query.sort] },
    tallied: tallies[query.role ?? 'all'],
    query,
  });
  return { ...page, items: page.items.map(toMember) };
}

/** Which of the addresses are those of members of the organization beside them. */
export function memberEmails(
  asked: readonly { organizationId: string; email: string }[],
): Reading<{ organizationId: string; email: string }> {
  return {
    text: `select m.organization_id as "organizationId", m.sort_email as email
    from unnest($1::uuid[], $2::text[]) as asked (organization_id, email)
      join members m on m.organization_id = asked.organization_id and m.sort_email = asked.email`,
    values: [asked.map(({ organizationId }) => organizationId), asked.map(({ email }) => email)],
  };
}

/** Members in the order of their emails, `limit` at a time. */
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
