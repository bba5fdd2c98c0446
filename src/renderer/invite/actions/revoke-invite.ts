import { IconBan } from '@tabler/icons-react';
import type { Invite } from '#contract/invite/api';
import type { Confirmation } from '../../action/action.ts';
import { bridge, unwrap } from '../../data/bridge.ts';
import { pluralize } from '../../lib/format/pluralize.ts';
import { isOpen } from '../invite-list-predicate.ts';
import { applyInvite } from '../invite-queries.ts';
import { formatEmail } from '../../data/format-email.ts';
import { inviteParams, inviteRow, onInvite, type BulkInviteAction } from './invite-action.ts';

/** Ends the invite: its link stops working, and its seat is free again. */
export const revokeInvite: BulkInviteAction = {
  ...onInvite,
  name: 'revoke',
  label: 'Revoke',
  bulk: { button: 'Revoke selected', kind: 'revoke', rowOf: inviteRow },
  icon: IconBan,
  isDestructive: true,
  isAvailable: isOpen,
  confirmation,
  run: (invite) => unwrap(bridge.invite.revoke(inviteParams(invite))),
  apply: (client, invite) => applyInvite(client, invite),
  successMessage: ({ email }) => `Invite to ${formatEmail(email)} revoked. The link no longer works.`,
  seatsOf: ({ organizationId }) => organizationId,
};

/** More addresses than this are not read one by one. */
const namedInvites = 5;

function confirmation(invites: readonly Invite[]): Confirmation {
  const [first, ...others] = invites;
  if (first && others.length === 0) {
    return {
      title: `Revoke the invite to ${formatEmail(first.email)}?`,
      confirmLabel: 'Revoke',
      paragraphs: ['The link stops working immediately and the seat is freed.'],
    };
  }
  const addresses =
    invites.length <= namedInvites ? [invites.map(({ email }) => formatEmail(email)).join(', ')] : [];
  return {
    title: `Revoke ${pluralize(invites.length, 'invite')}?`,
    confirmLabel: 'Revoke',
    paragraphs: ['The links stop working immediately and the seats are freed.', ...addresses],
  };
}
