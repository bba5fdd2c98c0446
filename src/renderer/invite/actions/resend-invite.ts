import { IconRefresh } from '@tabler/icons-react';
import { bridge, unwrap } from '../../data/bridge.ts';
import { pluralize } from '../../lib/format/pluralize.ts';
import { isOpen } from '../invite-list-predicate.ts';
import { applyInvite } from '../invite-queries.ts';
import { formatEmail } from '../../data/format-email.ts';
import { inviteParams, inviteRow, onInvite, type BulkInviteAction } from './invite-action.ts';

/** Sends the email again, with the same link, and prolongs the invite; an expired one is pending again. */
export const resendInvite: BulkInviteAction = {
  ...onInvite,
  name: 'resend',
  label: 'Resend',
  bulk: {
    button: 'Resend selected',
    kind: 'resend',
    rowOf: inviteRow,
    confirmation: (invites) => ({
      title: `Resend ${pluralize(invites.length, 'invite')}?`,
      confirmLabel: 'Resend',
      paragraphs: ['Each person gets the email again, and the invites are valid for 7 more days.'],
      isHarmless: true,
    }),
  },
  icon: IconRefresh,
  isAvailable: isOpen,
  run: (invite) => unwrap(bridge.invite.resend(inviteParams(invite))),
  apply: (client, invite) => applyInvite(client, invite),
  successMessage: ({ email }) => `Invite resent to ${formatEmail(email)}.`,
  seatsOf: ({ organizationId }) => organizationId,
};
