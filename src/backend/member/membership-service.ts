import { v7 as uuidv7 } from 'uuid';
import type { Member } from '#contract/member';
import type { Membership } from '#contract/session';
import type { Executor, Transaction } from '../database/database.ts';
import {
  findEmails,
  findMemberships,
  insertMember,
  toMember,
  updateLastActive,
} from './member-repository.ts';

/** The organizations of a user, by name. */
export function listMembershipsOfUser(executor: Executor, userId: string): Promise<Membership[]> {
  return findMemberships(executor, userId);
}

/** Notes that a member was active just now. */
export function touchMember(executor: Executor, memberId: string): Promise<void> {
  return updateLastActive(executor, memberId);
}

/**
 * Makes a user a member; undefined when they are one already. Whether there is a seat has been decided
 * under the seats' lock.
 */
export async function addMember(
  tx: Transaction,
  {
    organizationId,
    user,
    role,
    now,
  }: {
    organizationId: string;
    user: { id: string; firstName: string; lastName: string; email: string };
    role: Member['role'];
    now: Date;
  },
): Promise<Member | undefined> {
  const id = uuidv7();
  const inserted = await insertMember(tx, { id, organizationId, role, joinedAt: now }, user);
  if (!inserted) return undefined;
  return toMember({
    id,
    userId: user.id,
    email: user.email,
    firstName: user.firstName,
    lastName: user.lastName,
    role,
    joinedAt: now,
    lastActiveAt: null,
  });
}

/** Which of the addresses are members'. */
export function findMemberEmails(
  executor: Executor,
  organizationId: string,
  emails: string[],
): Promise<Set<string>> {
  return findEmails(executor, organizationId, emails);
}
