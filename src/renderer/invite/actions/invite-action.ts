import type { Invite } from '#contract/invite/api';
import type { Action, BulkOptions } from '../../action/action.ts';
import { refreshInvites } from '../invite-queries.ts';
import { formatEmail } from '../../data/format-email.ts';
import { inviteKey } from './invite-key.ts';

export type InviteAction<Input = void, Answer = Invite> = Action<Invite, Input, Answer>;
export type BulkInviteAction = InviteAction & { bulk: BulkOptions<Invite> };

/** What the calls of all actions on an invite take. */
export const inviteParams = ({ organizationId, id }: Invite) => ({ organizationId, inviteId: id });

/** An invite as a row of a bulk run. */
export const inviteRow: BulkOptions<Invite>['rowOf'] = ({ organizationId, id, email, sendCount }) => ({
  organizationId,
  inviteId: id,
  email,
  sendCount,
});

/** What all actions on an invite have in common. */
export const onInvite = {
  keyOf: ({ id }) => inviteKey(id),
  nameOf: ({ email }) => formatEmail(email),
  staleCodes: ['invite_not_open', 'invite_not_found'],
  refresh: (client, { organizationId }) => refreshInvites(client, organizationId),
} satisfies Partial<InviteAction>;
