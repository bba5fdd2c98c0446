import { IconMailPlus } from '@tabler/icons-react';
import { expiry } from '../invite-labels.ts';
import { createInvite } from './create-invite.ts';
import { onInvite, type InviteAction } from './invite-action.ts';
import { assignableRole } from '../../data/role-labels.ts';
import { formatEmail } from '../../data/format-email.ts';

/** Sends a new invite to the address of one that has ended or expired, with the same role. */
export const inviteAgain: InviteAction = {
  ...onInvite,
  name: 'invite-again',
  label: 'Invite again',
  icon: IconMailPlus,
  isAvailable(invite, now) {
    // A role of a later release cannot be asked for.
    if (assignableRole(invite.role) === undefined) return false;
    const end = expiry(invite, now);
    return end === 'expired' || (end === 'ended' && invite.status !== 'accepted');
  },
  run(invite) {
    const role = assignableRole(invite.role);
    if (role === undefined) throw new Error('this invite cannot be sent again');
    return createInvite.run(invite, { email: invite.email, role });
  },
  apply: (client, made, invite) => createInvite.apply?.(client, made, invite),
  successMessage: ({ email }) => `Invite sent to ${formatEmail(email)}.`,
  seatsOf: ({ organizationId }) => organizationId,
};
