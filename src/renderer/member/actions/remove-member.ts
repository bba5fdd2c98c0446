import { bridge, unwrap } from '../../data/bridge.ts';
import { memberName } from '../member-labels.ts';
import { removeMemberRow } from '../member-queries.ts';
import { onMember, type MemberAction } from './member-action.ts';

/** What becomes of the open invites that a removed member sent. */
type SentInvites = 'keep' | 'revoke';

/** Removes a member from the organization. */
export const removeMember: MemberAction<SentInvites, undefined> = {
  ...onMember,
  name: 'remove',
  label: 'Remove',
  isDestructive: true,
  run: ({ organizationId, member }, invites) =>
    unwrap(bridge.member.remove({ organizationId, memberId: member.id, invites })),
  apply: (client, _answer, { organizationId, member }) => removeMemberRow(client, organizationId, member.id),
  successMessage: ({ member }) => `${memberName(member)} was removed.`,
  seatsOf: ({ organizationId }) => organizationId,
};
