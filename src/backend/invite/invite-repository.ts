import { and, asc, eq, sql, type SQL } from 'drizzle-orm';
import type { z } from 'zod';
import type { Invite, InviteFilter, InviteSort, listInvites, TimelineEvent } from '#contract/invite';
import { runPrepared, type Executor, type Transaction } from '../database/database.ts';
import { insertMany } from '../database/insert-many.ts';
import { runList } from '../database/list-statement.ts';
import { decodeCursor, type SortKind } from '../database/page.ts';
import { isUuid } from '../database/uuid.ts';
import { organizations } from '../organization/organization-table.ts';
import { justExpired } from '../organization/organization-tally-table.ts';
import { users } from '../session/user-table.ts';
import { inviteTimeline, invites } from './invite-table.ts';
import { statusAt } from './invite.ts';

export type InviteRecord = typeof invites.$inferSelect;

/** An invite with its inviter's name; null when the account is gone. */
export interface InviteRow {
  invite: InviteRecord;
  inviterName: string | null;
}

/** What of an invite is shown. */
export type ListedInvite = Omit<
  InviteRecord,
  'recentSends' | 'expiryAnnounced' | 'reminded' | 'search' | 'deliveryFailed'
>;

/** An invite as it was read, and when by the database's clock: what it is at that time is judged by no other. */
export interface FoundInvite extends InviteRow {
  now: Date;
}

/** The clocks of nodes differ; that of the database is everybody's. */
export const databaseTime = sql`now()`.mapWith((now: string) => new Date(now));

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
export function toInvite(
  { invite, inviterName }: { invite: ListedInvite; inviterName: string | null },
  now: Date,
): Invite {
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
  const found = await runPrepared<{ id: string }>(
    tx,
    `select id from invites where organization_id = $1 and status = 'pending' and email = any($2::text[])`,
    [organizationId, emails],
  );
  // There are none as a rule.
  if (found.length === 0) return [];
  const ids = found.map(({ id }) => id);
  return selectInvites(tx).where(sql`${invites.id} = any(${sql.param(ids)}::uuid[])`);
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

/** Inserts invites as they are. */
export async function insertInvites(tx: Transaction, rows: (typeof invites.$inferInsert)[]): Promise<void> {
  await insertMany(tx, invites, rows);
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
  await runPrepared(
    tx,
    `update invites set status = $2::invite_status, ended_at = $3::timestamptz
    where id = any($1::uuid[]) and status = 'pending'`,
    [inviteIds, status, now.toISOString()],
  );
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

const conditions: Record<InviteFilter, string[]> = {
  open: [`i.status = 'pending'`],
  pending: [`i.status = 'pending'`, 'i.expires_at > now()'],
  expired: [`i.status = 'pending'`, 'i.expires_at <= now()'],
  accepted: [`i.status = 'accepted'`],
  declined: [`i.status = 'declined'`],
  revoked: [`i.status = 'revoked'`],
  all: [],
};

/** How many there are, by status. */
const tallies: Record<InviteFilter, string> = {
  open: 't.open_invites',
  pending: `t.open_invites - t.expired_invites - ${justExpired}`,
  expired: `t.expired_invites + ${justExpired}`,
  accepted: 't.accepted_invites',
  declined: 't.declined_invites',
  revoked: 't.revoked_invites',
  all: 't.open_invites + t.accepted_invites + t.declined_invites + t.revoked_invites',
};

/** How each sort reads its key, and which way it goes. */
const sorts: Record<
  InviteSort,
  { key: string; kind: SortKind; cast: string; descending: boolean; keyOf: (row: ListedInvite) => string }
> = {
  created: {
    key: 'i.created_at',
    kind: 'time',
    cast: 'timestamptz',
    descending: true,
    keyOf: (row) => row.createdAt.toISOString(),
  },
  expires: {
    key: 'i.expires_at',
    kind: 'time',
    cast: 'timestamptz',
    descending: false,
    keyOf: (row) => row.expiresAt.toISOString(),
  },
  email: {
    key: 'i.email',
    kind: 'text',
    cast: 'text',
    descending: false,
    keyOf: (row) => row.email,
  },
};

type RawInvite = {
  [Column in keyof ListedInvite]: ListedInvite[Column] extends Date
    ? string
    : ListedInvite[Column] extends Date | null
      ? string | null
      : ListedInvite[Column];
} & { inviterName: string | null; now: string };

const selectList = `select i.id, i.organization_id as "organizationId", i.email, i.role, i.status,
    i.created_at as "createdAt", i.expires_at as "expiresAt", i.last_sent_at as "lastSentAt", i.send_count as "sendCount",
    i.invited_by as "invitedBy", i.delivery_status as "deliveryStatus", i.delivery_attempts as "deliveryAttempts",
    i.delivery_error as "deliveryError", i.opened_at as "openedAt", i.ended_at as "endedAt",
    trim(u.first_name || ' ' || u.last_name) as "inviterName", now() as now
  from invites i left join users u on u.id = i.invited_by`;

/** A page of invites, one row more than asked for. */
export async function findInvites(executor: Executor, organizationId: string, query: Query) {
  const { kind, keyOf, ...order } = sorts[query.sort];
  const { role, delivery, invitedBy } = query;
  const { rows, total, capped } = await runList<RawInvite>(executor, {
    select: selectList,
    from: 'from invites i',
    where: [
      ...conditions[query.status].map((text) => ({ text })),
      ...(role === undefined ? [] : [{ text: 'i.role = $::invite_role', value: role }]),
      ...(delivery === undefined
        ? []
        : [{ text: 'i.delivery_status = $::delivery_status', value: delivery }]),
      ...(invitedBy === undefined
        ? []
        : isUuid(invitedBy)
          ? [{ text: 'i.invited_by = $::uuid', value: invitedBy }]
          : [{ text: 'false' }]),
    ],
    organizationColumn: 'i.organization_id',
    organizationId,
    search: { column: 'i.search', words: query.search },
    order: { ...order, id: 'i.id' },
    cursor: decodeCursor(query.sort, kind, query.cursor),
    limit: query.limit,
    tallied: (role ?? delivery ?? invitedBy) ? undefined : tallies[query.status],
  });
  return {
    rows: rows.map(({ inviterName, now, ...raw }) => ({
      id: raw.id,
      inviterName,
      now: new Date(now),
      invite: {
        ...raw,
        createdAt: new Date(raw.createdAt),
        expiresAt: new Date(raw.expiresAt),
        lastSentAt: new Date(raw.lastSentAt),
        openedAt: raw.openedAt === null ? null : new Date(raw.openedAt),
        endedAt: raw.endedAt === null ? null : new Date(raw.endedAt),
      },
    })),
    total,
    keyOf: ({ invite }: { invite: ListedInvite }) => keyOf(invite),
    capped,
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
