import { and, asc, desc, eq, gt, lte, sql, type SQL } from 'drizzle-orm';
import type { z } from 'zod';
import type { Invite, InviteFilter, InviteSort, listInvites, TimelineEvent } from '#contract/invite';
import type { Executor, Transaction } from '../database/database.ts';
import { insertMany } from '../database/insert-many.ts';
import { countOf, decodeCursor, type SortKind } from '../database/page.ts';
import { matchesSearch } from '../database/search.ts';
import { isUuid } from '../database/uuid.ts';
import { organizations } from '../organization/organization-table.ts';
import { users } from '../session/user-table.ts';
import { inviteTimeline, invites } from './invite-table.ts';
import { statusAt } from './invite.ts';

export type InviteRecord = typeof invites.$inferSelect;

/** An invite with its inviter's name; null when the account is gone. */
export interface InviteRow {
  invite: InviteRecord;
  inviterName: string | null;
}

/** An invite as it was read, and when by the database's clock: what it is at that time is judged by no other. */
export interface FoundInvite extends InviteRow {
  now: Date;
}

/** The clocks of nodes differ; that of the database is everybody's. */
const databaseTime = sql`now()`.mapWith((now: string) => new Date(now));

const withInviter = {
  now: databaseTime,
  invite: invites,
  inviterName: sql<string | null>`trim(${users.firstName} || ' ' || ${users.lastName})`,
};

/** Invites with their inviters' names. */
function selectInvites(executor: Executor) {
  return executor.select(withInviter).from(invites).leftJoin(users, eq(users.id, invites.invitedBy));
}

/** The wire form; `status` is as of `now`. */
export function toInvite({ invite, inviterName }: InviteRow, now: Date): Invite {
  return {
    id: invite.id,
    organizationId: invite.organizationId,
    email: invite.email,
    role: invite.role,
    status: statusAt(invite, now),
    createdAt: invite.createdAt.toISOString(),
    expiresAt: invite.expiresAt.toISOString(),
    lastSentAt: invite.lastSentAt.toISOString(),
    sendCount: invite.sendCount,
    invitedBy: invite.invitedBy === null ? null : { id: invite.invitedBy, name: inviterName ?? '' },
    delivery: {
      status: invite.deliveryStatus,
      attempts: invite.deliveryAttempts,
      error: invite.deliveryError,
    },
    openedAt: invite.openedAt?.toISOString() ?? null,
    endedAt: invite.endedAt?.toISOString() ?? null,
  };
}

/** @param organizationId another tenant's invite is not found */
export async function findInvite(
  executor: Executor,
  organizationId: string,
  inviteId: string,
): Promise<FoundInvite | undefined> {
  if (!isUuid(inviteId)) return undefined;
  const [row] = await selectInvites(executor).where(
    and(eq(invites.organizationId, organizationId), eq(invites.id, inviteId)),
  );
  return row;
}

/** By its id alone: for whoever holds a link or a job, not for callers of the API. */
export async function findInviteById(executor: Executor, inviteId: string): Promise<FoundInvite | undefined> {
  const [row] = await selectInvites(executor).where(eq(invites.id, inviteId));
  return row;
}

/** The open invites, expired ones included, to any of the addresses. */
export async function findOpenInvitesTo(
  tx: Transaction,
  organizationId: string,
  emails: string[],
): Promise<InviteRow[]> {
  return selectInvites(tx).where(
    and(
      eq(invites.organizationId, organizationId),
      eq(invites.status, 'pending'),
      sql`${invites.email} = any(${sql.param(emails)}::text[])`,
    ),
  );
}

/** The open invites, expired ones included, that a user sent. */
export async function findOpenInvitesBy(
  tx: Transaction,
  organizationId: string,
  inviterId: string,
): Promise<InviteRow[]> {
  return selectInvites(tx).where(
    and(
      eq(invites.organizationId, organizationId),
      eq(invites.status, 'pending'),
      eq(invites.invitedBy, inviterId),
    ),
  );
}

export async function insertInvites(
  tx: Transaction,
  rows: (typeof invites.$inferInsert)[],
): Promise<InviteRecord[]> {
  return rows.length === 0 ? [] : tx.insert(invites).values(rows).returning();
}

/** Changes one invite if it is still as `expected`; undefined when it is not. */
export async function updateInvite(
  executor: Executor,
  inviteId: string,
  change: Partial<typeof invites.$inferInsert>,
  expected?: SQL,
): Promise<InviteRecord | undefined> {
  const [row] = await executor
    .update(invites)
    .set(change)
    .where(and(eq(invites.id, inviteId), expected))
    .returning();
  return row;
}

/** Ends pending invites. */
export async function endInvites(
  tx: Transaction,
  inviteIds: string[],
  status: 'accepted' | 'declined' | 'revoked',
  now: Date,
): Promise<void> {
  if (inviteIds.length === 0) return;
  await tx
    .update(invites)
    .set({ status, endedAt: now })
    .where(and(sql`${invites.id} = any(${sql.param(inviteIds)}::uuid[])`, eq(invites.status, 'pending')));
}

export async function addToTimeline(
  executor: Executor,
  entries: { inviteId: string; at: Date; event: TimelineEvent; detail?: string | null }[],
): Promise<void> {
  await insertMany(
    executor,
    inviteTimeline,
    entries.map(({ detail = null, ...entry }) => ({ ...entry, detail })),
  );
}

export async function findTimeline(executor: Executor, inviteId: string) {
  return executor
    .select()
    .from(inviteTimeline)
    .where(eq(inviteTimeline.inviteId, inviteId))
    .orderBy(asc(inviteTimeline.id));
}

/** The first time that the mailed link was probably opened by a person; undefined when it was noted before. */
export async function markOpened(executor: Executor, inviteId: string): Promise<InviteRecord | undefined> {
  return updateInvite(
    executor,
    inviteId,
    { openedAt: sql`date_trunc('milliseconds', now())` as unknown as Date },
    sql`${invites.openedAt} is null`,
  );
}

type Query = z.output<typeof listInvites.query>;

const conditions: Record<InviteFilter, SQL | undefined> = {
  open: eq(invites.status, 'pending'),
  pending: and(eq(invites.status, 'pending'), gt(invites.expiresAt, sql`now()`)),
  expired: and(eq(invites.status, 'pending'), lte(invites.expiresAt, sql`now()`)),
  accepted: eq(invites.status, 'accepted'),
  declined: eq(invites.status, 'declined'),
  revoked: eq(invites.status, 'revoked'),
  all: undefined,
};

/** How each sort reads its key, and which way it goes. */
const sorts: Record<
  InviteSort,
  { key: SQL; kind: SortKind; cast: SQL; descending: boolean; keyOf: (row: InviteRecord) => string }
> = {
  created: {
    key: sql`${invites.createdAt}`,
    kind: 'time',
    cast: sql`timestamptz`,
    descending: true,
    keyOf: (row) => row.createdAt.toISOString(),
  },
  expires: {
    key: sql`${invites.expiresAt}`,
    kind: 'time',
    cast: sql`timestamptz`,
    descending: false,
    keyOf: (row) => row.expiresAt.toISOString(),
  },
  email: {
    key: sql`${invites.email}`,
    kind: 'text',
    cast: sql`text`,
    descending: false,
    keyOf: (row) => row.email,
  },
};

/** A page of invites, one row more than asked for. */
export async function findInvites(executor: Executor, organizationId: string, query: Query) {
  const { key, kind, cast, descending, keyOf } = sorts[query.sort];
  const cursor = decodeCursor(query.sort, kind, query.cursor);
  const search = matchesSearch(invites.search, query.search);
  const matching = and(
    eq(invites.organizationId, organizationId),
    conditions[query.status],
    query.role && eq(invites.role, query.role),
    query.delivery && eq(invites.deliveryStatus, query.delivery),
    query.invitedBy === undefined
      ? undefined
      : isUuid(query.invitedBy)
        ? eq(invites.invitedBy, query.invitedBy)
        : sql`false`,
    search,
  );
  const after =
    cursor &&
    sql`(${key}, ${invites.id}) ${descending ? sql`<` : sql`>`} (${cursor.key}::${cast}, ${cursor.id}::uuid)`;
  const direction = descending ? desc : asc;
  const [rows, counted] = await Promise.all([
    selectInvites(executor)
      .where(and(matching, after))
      .orderBy(direction(key), direction(invites.id))
      .limit(query.limit + 1),
    executor.execute<{ total: number }>(
      countOf(sql`from ${invites} where ${matching ?? sql`true`}`, search !== undefined),
    ),
  ]);
  return {
    rows: rows.map((row) => ({ ...row, id: row.invite.id })),
    total: counted.rows[0]?.total ?? 0,
    keyOf: (row: InviteRow) => keyOf(row.invite),
    capped: search !== undefined,
  };
}

/** An invite with what its page shows, in one round trip. */
export async function findInviteBehindLink(executor: Executor, inviteId: string) {
  const [row] = await executor
    .select({
      ...withInviter,
      organization: {
        id: organizations.id,
        name: organizations.name,
        description: organizations.description,
      },
      accountExists: sql<boolean>`exists (select 1 from users as account where account.email = ${invites.email})`,
    })
    .from(invites)
    .innerJoin(organizations, eq(organizations.id, invites.organizationId))
    .leftJoin(users, eq(users.id, invites.invitedBy))
    .where(eq(invites.id, inviteId));
  return row;
}
