import type { Invite } from '#contract/invite/api';
import type { Action } from '../action/action.ts';
import { copyInviteLink } from '../invite/actions/copy-invite-link.ts';
import { openInviteLink } from '../invite/actions/open-invite-link.ts';
import { resendInvite } from '../invite/actions/resend-invite.ts';
import { revokeInvite } from '../invite/actions/revoke-invite.ts';

/** An action on an invite as the palette offers it. */
export interface PaletteInviteAction {
  action: Action<Invite>;
  /** The command, after which an invite is chosen. */
  command: string;
  /** The heading above the invites to choose from. */
  heading: string;
  /** The same action on an invite that was found already. */
  labelFor: (email: string) => string;
}

/** The actions on an invite that need nothing but the invite. */
export const paletteInviteActions: readonly PaletteInviteAction[] = [
  {
    action: resendInvite,
    command: 'Resend an invite…',
    heading: 'Resend the invite to',
    labelFor: (email) => `Resend to ${email}`,
  },
  {
    action: copyInviteLink,
    command: 'Copy an invite link…',
    heading: 'Copy the link of the invite to',
    labelFor: (email) => `Copy the link for ${email}`,
  },
  {
    action: openInviteLink,
    command: 'Open an invite link…',
    heading: 'Open the link of the invite to',
    labelFor: (email) => `Open the link for ${email}`,
  },
  {
    action: revokeInvite,
    command: 'Revoke an invite…',
    heading: 'Revoke the invite to',
    labelFor: (email) => `Revoke ${email}…`,
  },
];
