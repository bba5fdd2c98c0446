import type { Invite } from '#contract/invite/api';
import type { AssignableRole } from '#contract/member/model';
import type { Action } from '../../action/action.ts';
import { bridge, unwrap } from '../../data/bridge.ts';
import { applyInvite } from '../invite-queries.ts';
import { formatEmail } from '../../data/format-email.ts';

export interface NewInvite {
  email: string;
  role: AssignableRole;
}

/** Invites an address into an organization. */
export const createInvite: Action<{ organizationId: string }, NewInvite, Invite> = {
  name: 'create',
  label: 'Send Invite',
  keyOf: ({ organizationId }) => ['invites', organizationId],
  run: ({ organizationId }, input) => unwrap(bridge.invite.create({ organizationId, ...input })),
  apply: (client, invite) => applyInvite(client, invite, true),
  successMessage: (_organization, { email }) => `Invite sent to ${formatEmail(email)}.`,
  seatsOf: ({ organizationId }) => organizationId,
};
