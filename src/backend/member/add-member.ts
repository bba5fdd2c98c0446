import { v7 as uuidv7 } from 'uuid';
import type { Member } from '#contract/member/api';
import type { Role } from '#contract/member/model';
import type { Transaction } from '../database/database.ts';
import { insertMember, toMember } from './member-repository.ts';

/**
 * Makes a user a member. The caller holds the lock on the seats and has decided that one is free.
 *
 * @returns undefined when the user is a member already
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
    role: Role;
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
