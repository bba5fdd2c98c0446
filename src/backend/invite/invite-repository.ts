import { and, asc, eq, sql, type SQL } from 'drizzle-orm';
import { runPrepared, type Executor, type Transaction } from '../database/database.ts';
import { insertMany, insertionOf } from '../database/insert-many.ts';
import { inviteTimeline, invites } from '../database/tables/invites.ts';
import { fullNameOf, users } from '../database/tables/users.ts';
import type { Reading, Statement } from '../database/combined-statement.ts';
import { isUuid } from '../database/uuid.ts';
import { timelineRow, type NewTimelineEntry } from './invite-timeline.ts';

export type InviteRecord = typeof invites.$inferSelect;

/** What is worked with: without the columns that serve indexes alone. */
export type ShownRecord = Omit<InviteRecord, 'search' | 'deliveryFailed'>;

/** An invite with the name of its inviter, which is null when the account is gone. */
export interface InviteRow {
  invite: ShownRecord;
  inviterName: string | null;
}

/** An invite with the time of the reading by the database's clock, which decides on its status. */
export interface FoundInvite extends InviteRow {
  now: Date;
}

/** The clock of the database, because the clocks of nodes differ. */
export const databaseTime = sql`now()`.mapWith((now: string) => new Date(now));

const withInviter = {
  now: databaseTime,
  invite: invites,
  inviterName: sql<string | null>`${sql.raw(fullNameOf('users'))}`,
};

/** Invites with their inviters' names. */
function selectInvites(executor: Executor) {
  return executor.select(withInviter).from(invites).leftJoin(users, eq(users.id, invites.invitedBy));
}

/** An invite of an organization; an invite of another organization is not found. */
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

/** Which open invites there are, expired ones included, to any of the addresses in the organization beside it. */
export function openInvitesTo(
  asked: readonly { organizationId: string; email: string }[],
): Reading<{ id: string }> {
  return {
    text: `select i.id from unnest($1::uuid[], $2::text[]) as asked (organization_id, email)
      join invites i on i.organization_id = asked.organization_id and i.email = asked.email
    where i.status = 'pending'`,
    values: [asked.map(({ organizationId }) => organizationId), asked.map(({ email }) => email)],
  };
}

export async function findInvitesByIds(
  executor: Executor,
  inviteIds: readonly string[],
): Promise<FoundInvite[]> {
  // Usually there are none.
  if (inviteIds.length === 0) return [];
  return selectInvites(executor).where(sql`${invites.id} = any(${sql.param([...inviteIds])}::uuid[])`);
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

/** The statement that inserts invites, to be run together with others. */
export function inviteInsertion(rows: (typeof invites.$inferInsert)[]): Statement[] {
  return insertionOf(invites, rows);
}

/** Updates an invite if it meets the condition `expected`; otherwise returns undefined. */
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
  for (const { text, values } of inviteEnding(inviteIds, status, now)) await runPrepared(tx, text, values);
}

/** The statement of `endInvites`, to be run together with others; none without invites. */
export function inviteEnding(
  inviteIds: string[],
  status: 'accepted' | 'declined' | 'revoked',
  now: Date,
): Statement[] {
  if (inviteIds.length === 0) return [];
  return [
    {
      text: `update invites set status = $2::invite_status, ended_at = $3::timestamptz
      where id = any($1::uuid[]) and status = 'pending'`,
      values: [inviteIds, status, now.toISOString()],
    },
  ];
}

export async function addToTimeline(executor: Executor, entries: NewTimelineEntry[]): Promise<void> {
  await insertMany(executor, inviteTimeline, entries.map(timelineRow));
}

/** The statement of `addToTimeline`, to be run together with others. */
export function timelineInsertion(entries: NewTimelineEntry[]): Statement[] {
  return insertionOf(inviteTimeline, entries.map(timelineRow));
}

export async function findTimeline(executor: Executor, inviteId: string) {
  return executor
    .select()
    .from(inviteTimeline)
    .where(eq(inviteTimeline.inviteId, inviteId))
    .orderBy(asc(inviteTimeline.id));
}

/** Records the first opening of the emailed link; undefined when it was recorded before. */
export async function markOpened(executor: Executor, inviteId: string): Promise<InviteRecord | undefined> {
  return updateInvite(
    executor,
    inviteId,
    { openedAt: sql`date_trunc('milliseconds', now())` as unknown as Date },
    sql`${invites.openedAt} is null`,
  );
}
