import type { Member } from '#contract/member/api';
import type { AssignableRole } from '#contract/member/model';
import type { Confirmation } from '../../action/action.ts';
import { bridge, unwrap } from '../../data/bridge.ts';
import { roleLabel } from '../../data/role-labels.ts';
import { memberName } from '../member-labels.ts';
import { applyMember } from '../member-queries.ts';
import { onMember, type MemberAction } from './member-action.ts';

/** Gives a member another role, which shows before the server answers. */
export const changeRole: MemberAction<AssignableRole, Member> = {
  ...onMember,
  name: 'change-role',
  label: 'Role',
  run: ({ organizationId, member }, role) =>
    unwrap(bridge.member.changeRole({ organizationId, memberId: member.id, role })),
  apply: (client, changed, { organizationId }) => applyMember(client, organizationId, changed),
  applyOptimistically(client, { organizationId, member }, role) {
    applyMember(client, organizationId, { ...member, role });
    return () => applyMember(client, organizationId, member);
  },
};

/** What a member is now, in a sentence. */
export const roleChanged = (changed: Member): string =>
  `${memberName(changed)} is now an ${roleLabel(changed.role)}.`;

/**
 * The question before a role is given that reaches far: an Admin can do much, and who steps down cannot step up again.
 *
 * @param self the member is the signed-in user
 */
export function roleQuestion(member: Member, role: AssignableRole, self: boolean): Confirmation | undefined {
  if (self) {
    return {
      title: `Change your own role to ${roleLabel(role)}?`,
      confirmLabel: 'Change my role',
      paragraphs: [
        'You’ll no longer be able to invite people or manage members. Only the owner or another admin can reverse this.',
      ],
    };
  }
  if (role !== 'admin') return undefined;
  return {
    title: `Make ${memberName(member)} an Admin?`,
    confirmLabel: 'Make Admin',
    isHarmless: true,
    paragraphs: ['Admins can invite and remove people, change roles and edit the organization.'],
  };
}
