import { asc, eq, sql } from 'drizzle-orm';
import type { Delivery } from '#contract/invite/api';
import type { Executor, Transaction } from '../database/database.ts';
import { invites } from '../database/tables/invites.ts';
import { organizations } from '../database/tables/organizations.ts';
import { fullNameOf, users } from '../database/tables/users.ts';
import type { Statement } from '../database/combined-statement.ts';
import { databaseTime } from './invite-repository.ts';

const inviterName = sql<string | null>`${sql.raw(fullNameOf('users'))}`;

const anyOf = (inviteIds: readonly string[]) =>
  sql`${invites.id} = any(${sql.param([...inviteIds])}::uuid[])`;

/** Invites with the content of their emails; deleted ones are missing. */
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
 * Locks those of the invites that no other transaction has locked. It waits for none, so that it cannot deadlock.
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

/** Which of the invites exist. */
export async function existingInvites(executor: Executor, inviteIds: readonly string[]): Promise<string[]> {
  const rows = await executor.select({ id: invites.id }).from(invites).where(anyOf(inviteIds));
  return rows.map(({ id }) => id);
}

/** The statement that writes deliveries, to be run together with others; none without deliveries. */
export function deliveryUpdate(deliveries: readonly { inviteId: string; delivery: Delivery }[]): Statement[] {
  if (deliveries.length === 0) return [];
  const given = deliveries.map(({ inviteId, delivery }) => ({ id: inviteId, ...delivery }));
  return [
    {
      text: `update invites
      set delivery_status = given.status, delivery_attempts = given.attempts, delivery_error = given.error
      from json_to_recordset($1::json) as given (id uuid, status delivery_status, attempts integer, error text)
      where invites.id = given.id`,
      values: [JSON.stringify(given)],
    },
  ];
}
