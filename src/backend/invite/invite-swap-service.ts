import type { Invite } from '#contract/invite';
import { answers } from '../database/answers.ts';
import type { Transaction } from '../database/database.ts';
import type { Caller } from '../http/caller.ts';
import type { ServiceContext } from '../http/service-context.ts';
import { requireAccess } from '../organization/organization-access-service.ts';
import { lockSeats } from '../seat/seat-service.ts';
import { changeSeats } from '../seat/seat.ts';
import { notOpen, revokeAll } from './invite-ending-service.ts';
import { inviteInPlace } from './invite-creation-service.ts';
import { requireInvite } from './invite-service.ts';
import type { Invitation } from './invite.ts';

/**
 * Revokes an open invite and invites somebody else in its place: both, or neither. The seat of the old one is free for
 * the new one.
 *
 * @throws Problem `organization_not_found`, `forbidden`, `invite_not_found`, `invite_not_open`, and what inviting
 *   can be refused with
 */
export async function swapInvite(
  context: Pick<ServiceContext, 'mailQueue' | 'sendsPerDay'>,
  tx: Transaction,
  caller: Caller,
  { organizationId, inviteId, ...invitation }: Invitation & { organizationId: string; inviteId: string },
): Promise<Invite> {
  const [{ seats: before, now }, { actor }, row] = await answers(
    lockSeats(tx, organizationId),
    requireAccess(tx, caller, organizationId, 'manage'),
    requireInvite(tx, organizationId, inviteId),
  );
  if (row.invite.status !== 'pending') throw notOpen(row.invite.status);
  const revoked = await revokeAll(tx, { organizationId, rows: [row], actor, now });
  const seats = changeSeats(before, { pendingInvites: -revoked.heldSeats });
  const locked = { seats, now, handedOver: revoked.heldSeats };
  return inviteInPlace(context, tx, actor, { organizationId, ...invitation }, locked, revoked.events);
}
