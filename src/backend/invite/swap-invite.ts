import type { Invite } from '#contract/invite/api';
import { authorize } from '../access/authorize.ts';
import type { Transaction } from '../database/database.ts';
import { inOrder } from '../database/in-order.ts';
import type { Caller } from '../platform/auth/caller.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { lockSeats } from '../seat/lock-seats.ts';
import { changeSeats } from '../seat/seat-rules.ts';
import { invitationProblem, notOpen } from './invite-problems.ts';
import type { Invitation } from './invite-rules.ts';
import { issueInvites } from './issue-invites.ts';
import { lookUpInvitees } from './look-up-invitees.ts';
import { requireInvite, type InviteId } from './require-invite.ts';
import { revokeInvites } from './revoke-invites.ts';
import type { Written } from '#contract/open-enum';

/**
 * Revokes an open invite and invites somebody else in its place: both, or neither. The new invite gets the seat of the
 * old one.
 *
 * @throws Problem `organization_not_found`, `forbidden`, `invite_not_found`, `invite_not_open`, and as `createInvite`
 */
export async function swapInvite(
  context: Pick<ServiceContext, 'mailQueue' | 'sendsPerDay'>,
  tx: Transaction,
  caller: Caller,
  { organizationId, inviteId, ...invitation }: Invitation & InviteId,
): Promise<Written<Invite>> {
  // Sent together and answered in this order, so that the caller is authorized under the lock.
  const [{ seats: before, now }, { actor }, row] = await inOrder(
    lockSeats(tx, organizationId),
    authorize(tx, caller, organizationId, 'manage'),
    requireInvite(tx, organizationId, inviteId),
  );
  if (row.invite.status !== 'pending') throw notOpen(row.invite.status);
  const { events, heldSeats } = await revokeInvites(tx, { organizationId, rows: [row], actor, now });
  const { email } = invitation;
  const known = await lookUpInvitees(context, tx, [{ organizationId, email, caller }]);
  const [issued] = await issueInvites(
    context,
    tx,
    known,
    [
      {
        organizationId,
        entries: [{ ...invitation, actor }],
        seats: changeSeats(before, { pendingInvites: -heldSeats }),
        reservedSeats: heldSeats,
        now,
      },
    ],
    events,
  );
  const result = issued?.results[0];
  if (!issued || !result) throw new Error('an invitation was not decided');
  if ('refusal' in result) throw invitationProblem(result, email, issued.seats);
  return result.invite;
}
