import { IconCopy } from '@tabler/icons-react';
import { bridge, unwrap } from '../../data/bridge.ts';
import { isOpen } from '../invite-list-predicate.ts';
import { inviteParams, onInvite, type InviteAction } from './invite-action.ts';
import { linkDisabledReason } from './link-disabled-reason.ts';
import { formatEmail } from '../../data/format-email.ts';

/** Puts a link to the invite on the clipboard; it asks the invitee for a code that is sent to the address. */
export const copyInviteLink: InviteAction<void, null> = {
  ...onInvite,
  name: 'copy-link',
  label: 'Copy link',
  icon: IconCopy,
  isAvailable: isOpen,
  disabledReason: linkDisabledReason,
  run: (invite) => unwrap(bridge.invite.copyLink(inviteParams(invite))),
  successMessage: ({ email }) =>
    `Link copied. Registering with it requires a code emailed to ${formatEmail(email)}.`,
};
