import { and, asc, eq, sql, type SQL } from 'drizzle-orm';
import type { z } from 'zod';
import type { Page } from '#contract/endpoint';
import type {
  Invite,
  InviteFilter,
  InviteSort,
  InviteStatus,
  listInvites,
  TimelineEvent,
} from '#contract/invite';
import { runPrepared, type Executor, type Transaction } from '../database/database.ts';
import { insertMany } from '../database/insert-many.ts';
import { runList } from '../database/list-page.ts';
import type { ListOrder } from '../database/list-statement.ts';
import { isUuid } from '../database/uuid.ts';
import { wireTime } from '../database/wire-time.ts';
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

/** What of an invite is shown, times as a Date or as PostgreSQL writes them. */
type ShownInvite = {
  [
    Column in Exclude<
      keyof InviteRecord,
      | 'organizationId'
      | 'status'
      | 'recentSends'
      | 'expiryAnnounced'
      | 'reminded'
      | 'search'
      | 'deliveryFailed'
    >
  ]: InviteRecord[Column] extends Date | null ? InviteRecord[Column] | string : InviteRecord[Column];
};

/** An invite of a list, its status as of when it was read. */
export type ListedInvite = ShownInvite & { status: InviteStatus };

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
  {
    invite,
    inviterName,
  }: { invite: Omit<InviteRecord, 'search' | 'deliveryFailed'>; inviterName: string | null },
  now: Date,
): Invite {
  return showInvite(invite, statusAt(invite, now), invite.organizationId, inviterName);
}

function showInvite(
  invite: ShownInvite,
  status: InviteStatus,
  organizationId: string,
  inviterName: string | null,
): Invite {
  return {
    id: invite.id,
    organizationId,
    email: invite.email,
    role: invite.role,
    status,
    createdAt: wireTime(invite.createdAt),
    expiresAt: wireTime(invite.expiresAt),
    lastSentAt: wireTime(invite.lastSentAt),
    sendCount: invite.sendCount,
    invitedBy: invite.invitedBy === null ? null : { id: invite.invitedBy, name: inviterName ?? '' },
    delivery: {
      status: invite.deliveryStatus,
      attempts: invite.deliveryAttempts,
      error: invite.deliveryError,
    },
    openedAt: invite.openedAt === null ? null : wireTime(invite.openedAt),
    endedAt: invite.endedAt === null ? null : wireTime(invite.endedAt),
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

const sorts: Record<InviteSort, Omit<ListOrder<ListedInvite>, 'name'>> = {
  created: {
    key: 'i.created_at',
    kind: 'time',
    descending: true,
    keyOf: (row) => wireTime(row.createdAt),
  },
  expires: {
    key: 'i.expires_at',
    kind: 'time',
    descending: false,
    keyOf: (row) => wireTime(row.expiresAt),
  },
  email: { key: 'i.email', kind: 'text', descending: false, keyOf: (row) => row.email },
};

/** Its status as `statusAt` has it. */
const selectList = `select i.id, i.email, i.role,
    case when i.status = 'pending' and i.expires_at <= now() then 'expired' else i.status::text end as status,
    i.created_at as "createdAt", i.expires_at as "expiresAt", i.last_sent_at as "lastSentAt", i.send_count as "sendCount",
    i.invited_by as "invitedBy", i.delivery_status as "deliveryStatus", i.delivery_attempts as "deliveryAttempts",
    i.delivery_error as "deliveryError", i.opened_at as "openedAt", i.ended_at as "endedAt"
  from invites i`;

/** A page of invites, without their inviters' names. */
export async function findInvites(
  executor: Executor,
  organizationId: string,
  query: Query,
): Promise<Page<ListedInvite>> {
  const { role, delivery, invitedBy } = query;
  return runList<ListedInvite>(executor, {
    select: selectList,
    table: 'invites',
    alias: 'i',
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
    organizationId,
    order: { name: query.sort, ...sorts[query.sort] },
    tallied: (role ?? delivery ?? invitedBy) ? undefined : tallies[query.status],
    query,
  });
}

/** The wire form of an invite of a list. @param names by user; of those who have an account */
export function toListedInvite(
  invite: ListedInvite,
  organizationId: string,
  names: ReadonlyMap<string, string>,
): Invite {
  return showInvite(invite, invite.status, organizationId, names.get(invite.invitedBy ?? '') ?? null);
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
