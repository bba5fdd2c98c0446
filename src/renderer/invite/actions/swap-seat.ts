import { IconArrowsExchange } from '@tabler/icons-react';
import { bridge, unwrap } from '../../data/bridge.ts';
import { isOpen } from '../invite-list-predicate.ts';
import { applyInvite, refreshInvites } from '../invite-queries.ts';
import type { NewInvite } from './create-invite.ts';
import { inviteParams, onInvite, type InviteAction } from './invite-action.ts';
import { formatEmail } from '../../data/format-email.ts';

/** Revokes the invite and sends one to another address in its place: both happen, or neither. */
export const swapSeat: InviteAction<NewInvite> = {
  ...onInvite,
  name: 'swap-seat',
  label: 'Swap seat',
  icon: IconArrowsExchange,
  isAvailable: isOpen,
  run: (invite, input) => unwrap(bridge.invite.swap({ ...inviteParams(invite), ...input })),
  apply(client, made, { organizationId }) {
    applyInvite(client, made, true);
    // The answer is the new invite; the revoked one is still in the lists.
    refreshInvites(client, organizationId);
  },
  successMessage: ({ email }, made) =>
    `Invite to ${formatEmail(email)} revoked. ${formatEmail(made.email)} was invited instead.`,
  seatsOf: ({ organizationId }) => organizationId,
};
