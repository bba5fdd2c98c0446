import { asc, eq, sql } from 'drizzle-orm';
import type { Delivery } from '#contract/invite';
import { runPrepared, type Executor, type Transaction } from '../database/database.ts';
import { organizations } from '../organization/organization-table.ts';
import { users } from '../session/user-table.ts';
import { databaseTime } from './invite-repository.ts';
import { invites } from './invite-table.ts';

const inviterName = sql<string | null>`trim(${users.firstName} || ' ' || ${users.lastName})`;

const anyOf = (inviteIds: readonly string[]) =>
  sql`${invites.id} = any(${sql.param([...inviteIds])}::uuid[])`;

/** Invites with what their mails say; one that is gone is missing. */
export async function findInvitesToMail(executor: Executor, inviteIds: readonly string[]) {
  return executor
    .select({
      now: databaseTime,
      invite: invites,
      inviterName,
      organization: { id: organizations.id, name: organizations.name },
    })
    .from(invites)
    .innerJoin(organizations, eq(organizations.id, invites.organizationId))
    .leftJoin(users, eq(users.id, invites.invitedBy))
    .where(anyOf(inviteIds));
}

/**
 * Locks those of the invites that nobody else has locked. It waits for none: whoever holds one and waits for
 * another could never end.
 */
export async function lockFreeInvites(tx: Transaction, inviteIds: readonly string[]) {
  return tx
    .select({ invite: invites, inviterName })
    .from(invites)
    .leftJoin(users, eq(users.id, invites.invitedBy))
    .where(anyOf(inviteIds))
    .orderBy(asc(invites.id))
    .for('no key update', { of: invites, skipLocked: true });
}

/** Which of the invites are there at all. */
export async function existingInvites(executor: Executor, inviteIds: readonly string[]): Promise<string[]> {
  const rows = await executor.select({ id: invites.id }).from(invites).where(anyOf(inviteIds));
  return rows.map(({ id }) => id);
}

/** Writes how mails fared, in one statement. */
export async function updateDeliveries(
  tx: Transaction,
  deliveries: readonly { inviteId: string; delivery: Delivery }[],
): Promise<void> {
  if (deliveries.length === 0) return;
  const given = deliveries.map(({ inviteId, delivery }) => ({ id: inviteId, ...delivery }));
  await runPrepared(
    tx,
    `update invites
    set delivery_status = given.status, delivery_attempts = given.attempts, delivery_error = given.error
    from json_to_recordset($1::json) as given (id uuid, status delivery_status, attempts integer, error text)
    where invites.id = given.id`,
    [JSON.stringify(given)],
  );
}
