import type { Member } from '#contract/member/api';
import type { Action } from '../../action/action.ts';
import { memberName } from '../member-labels.ts';
import { memberKey, refreshMembers } from '../member-queries.ts';

/** A member, and the organization that they belong to. */
export interface OrganizationMember {
  organizationId: string;
  member: Member;
}

export type MemberAction<Input, Answer> = Action<OrganizationMember, Input, Answer>;

/** What all actions on a member have in common. */
export const onMember = {
  keyOf: ({ member }) => memberKey(member.id),
  nameOf: ({ member }) => memberName(member),
  staleCodes: ['member_not_found'],
  refresh: (client, { organizationId }) => refreshMembers(client, organizationId),
} satisfies Partial<MemberAction<never, unknown>>;
