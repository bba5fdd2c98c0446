import { IconExternalLink } from '@tabler/icons-react';
import { bridge, unwrap } from '../../data/bridge.ts';
import { isOpen } from '../invite-list-predicate.ts';
import { inviteParams, onInvite, type InviteAction } from './invite-action.ts';
import { linkDisabledReason } from './link-disabled-reason.ts';

/** Opens a link to the invite in the browser. */
export const openInviteLink: InviteAction<void, null> = {
  ...onInvite,
  name: 'open-link',
  label: 'Open link in browser',
  icon: IconExternalLink,
  isAvailable: isOpen,
  disabledReason: linkDisabledReason,
  run: (invite) => unwrap(bridge.invite.openLink(inviteParams(invite))),
};
