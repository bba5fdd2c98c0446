import type { Member } from '#contract/member/api';
import type { AssignableRole } from '#contract/member/model';
import { authorize } from '../access/authorize.ts';
import { recordActivity } from '../activity-log/record-activity.ts';
import { inOrder } from '../database/in-order.ts';
import { appendEvents } from '../event-log/append-events.ts';
import type { Caller } from '../platform/auth/caller.ts';
import { Problem } from '../platform/errors/problem.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { lockSeats } from '../seat/lock-seats.ts';
import { fullName } from '../user/user.ts';
import { toMember, updateRole } from './member-repository.ts';
import { requireMember, requireNotOwner, type MemberId } from './require-member.ts';

/** @throws Problem `organization_not_found`, `forbidden`, `member_not_found`, `owner_is_fixed` */
export async function changeMemberRole(
  { database }: Pick<ServiceContext, 'database'>,
  caller: Caller,
  { organizationId, memberId, role }: MemberId & { role: AssignableRole },
): Promise<Member> {
  await authorize(database.orm, caller, organizationId, 'manage');
  return database.transaction(async (tx) => {
    // The seats' lock also orders all changes of an organization's members.
    const [{ now }, { actor, memberId: own }] = await inOrder(
      lockSeats(tx, organizationId),
      authorize(tx, caller, organizationId, 'manage'),
    );
    const row = await requireMember(tx, { organizationId, memberId });
    requireNotOwner(row);
    if (own === memberId && role === 'admin' && row.role === 'agent') {
      throw new Problem('forbidden', "You can't raise your own role. Ask an admin or the owner.");
    }
    const member = toMember({ ...row, role });
    if (row.role === role) return member;
    await updateRole(tx, organizationId, memberId, role);
    await recordActivity(tx, [
      {
        organizationId,
        type: 'member.role_changed',
        actor,
        subject: `${fullName(row)} <${row.email}>`,
        detail: { code: 'role_changed', params: { from: row.role, to: role } },
        at: now,
      },
    ]);
    await appendEvents(tx, [{ type: 'member.role_changed', organizationId, data: { member } }]);
    return member;
  });
}
