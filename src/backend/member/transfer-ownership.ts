import type { Member } from '#contract/member/api';
import { authorize } from '../access/authorize.ts';
import { recordActivity } from '../activity-log/record-activity.ts';
import { inOrder } from '../database/in-order.ts';
import { appendEvents } from '../event-log/append-events.ts';
import type { Caller } from '../platform/auth/caller.ts';
import { Problem } from '../platform/errors/problem.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { lockSeats } from '../seat/lock-seats.ts';
import { confirmPassword } from '../user/confirm-password.ts';
import { fullName } from '../user/user.ts';
import { findMember, toMember, updateRole } from './member-repository.ts';

/**
 * Makes another member the owner; the old owner becomes an admin.
 *
 * @param password the owner's own: an open screen is not enough
 * @throws Problem `organization_not_found`, `forbidden` for anybody but the owner, `member_not_found`, `owner_is_fixed`
 *   for the owner themselves, `invalid_credentials`, `rate_limited`
 */
export async function transferOwnership(
  context: Pick<ServiceContext, 'database' | 'secrets'>,
  caller: Caller,
  {
    organizationId,
    memberId,
    password,
    address,
  }: {
    organizationId: string;
    memberId: string;
    password: string;
    address: string;
  },
): Promise<Member> {
  const { database } = context;
  const { role } = await authorize(database.orm, caller, organizationId, 'see');
  if (role !== 'owner') throw onlyTheOwner();
  await confirmPassword(context, caller, { password, address });
  return database.transaction(async (tx) => {
    const [{ now }, { actor, role: stillRole, memberId: ownId }] = await inOrder(
      lockSeats(tx, organizationId),
      authorize(tx, caller, organizationId, 'see'),
    );
    if (stillRole !== 'owner') throw onlyTheOwner();
    if (ownId === null) throw new Error('an owner has no membership');
    const [own, next] = [
      await findMember(tx, organizationId, ownId),
      await findMember(tx, organizationId, memberId),
    ];
    // Read under the lock: of two transfers at the same time, the second finds that the caller is no longer the owner.
    if (own?.role !== 'owner') throw onlyTheOwner();
    if (!next)
      throw new Problem(
        'member_not_found',
        "This member can't be found. They may have left or been removed.",
      );
    if (next.id === own.id)
      throw new Problem('owner_is_fixed', "You're already the owner. Choose someone else.");
    // In this order, because an organization has one owner at a time.
    await updateRole(tx, organizationId, own.id, 'admin');
    await updateRole(tx, organizationId, next.id, 'owner');
    await recordActivity(tx, [
      {
        organizationId,
        type: 'member.ownership_transferred',
        actor,
        subject: `${fullName(next)} <${next.email}>`,
        detail: { code: 'ownership_transferred', params: { name: fullName(own), email: own.email } },
        at: now,
      },
    ]);
    const member = toMember({ ...next, role: 'owner' });
    await appendEvents(tx, [
      { type: 'member.role_changed', organizationId, data: { member: toMember({ ...own, role: 'admin' }) } },
      { type: 'member.role_changed', organizationId, data: { member } },
    ]);
    return member;
  });
}

function onlyTheOwner(): Problem {
  return new Problem('forbidden', 'Only the owner can transfer ownership.');
}
