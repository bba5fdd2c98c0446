import type { Member } from '#contract/member';
import { recordActivity } from '../activity/activity-service.ts';
import type { Database } from '../database/database.ts';
import type { Caller } from '../http/caller.ts';
import { Problem } from '../http/problem.ts';
import type { ServiceContext } from '../http/service-context.ts';
import { appendEvents } from '../live/event-service.ts';
import { requireAccess } from '../organization/organization-access-service.ts';
import { lockSeats } from '../seat/seat-service.ts';
import { fullName } from '../session/account-service.ts';
import { confirmPassword } from '../session/password-service.ts';
import { findMember, toMember, updateRole } from './member-repository.ts';

/**
 * Makes another member the owner; the old owner becomes an admin.
 *
 * @param password the owner's own: whoever sits at an open screen is not enough
 * @throws Problem `organization_not_found`, `forbidden` for anybody but the owner, `member_not_found`, `owner_is_fixed`
 *   for the owner themselves, `invalid_credentials`, `rate_limited`
 */
export async function transferOwnership(
  context: { database: Database } & Pick<ServiceContext, 'secrets'>,
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
  const { role } = await requireAccess(database.orm, caller, organizationId, 'see');
  if (role !== 'owner') throw onlyTheOwner();
  await confirmPassword(context, caller, { password, address });
  return database.transaction(async (tx) => {
    const {
      actor,
      role: stillRole,
      memberId: ownId,
    } = await requireAccess(tx, caller, organizationId, 'see');
    const { now } = await lockSeats(tx, organizationId);
    if (stillRole !== 'owner' || ownId === null) throw onlyTheOwner();
    const [own, next] = [
      await findMember(tx, organizationId, ownId),
      await findMember(tx, organizationId, memberId),
    ];
    // Read under the lock: of two transfers at once, the second finds that its owner is one no more.
    if (own?.role !== 'owner') throw onlyTheOwner();
    if (!next) throw new Problem('member_not_found', 'There is no such member in this organization.');
    if (next.id === own.id)
      throw new Problem('owner_is_fixed', 'You are the owner already. Choose somebody else.');
    // In this order: there is one owner at a time.
    await updateRole(tx, organizationId, own.id, 'admin');
    await updateRole(tx, organizationId, next.id, 'owner');
    await recordActivity(tx, [
      {
        organizationId,
        type: 'member.ownership_transferred',
        actor,
        subject: `${fullName(next)} <${next.email}>`,
        detail: `from ${fullName(own)} <${own.email}>`,
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
  return new Problem('forbidden', 'Only the owner can hand the organization over.');
}
