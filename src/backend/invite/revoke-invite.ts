import type { Invite } from '#contract/invite/api';
import { authorize } from '../access/authorize.ts';
import type { Transaction } from '../database/database.ts';
import { inOrder } from '../database/in-order.ts';
import { appendEvents } from '../event-log/append-events.ts';
import type { Caller } from '../platform/auth/caller.ts';
import { lockSeats } from '../seat/lock-seats.ts';
import { changeSeats } from '../seat/seat-rules.ts';
import { notOpen } from './invite-problems.ts';
import { toInvite } from './invite-view.ts';
import { requireInvite, type InviteId } from './require-invite.ts';
import { revokeInvites, revoked } from './revoke-invites.ts';
import type { Written } from '#contract/open-enum';

/**
 * Revokes an open invite: the commit invalidates its link and frees its seat.
 *
 * @throws Problem `organization_not_found`, `forbidden`, `invite_not_found`, `invite_not_open`
 */
export async function revokeInvite(
  tx: Transaction,
  caller: Caller,
  { organizationId, inviteId }: InviteId,
): Promise<Written<Invite>> {
  // Sent together and answered in this order, so that the caller is authorized under the lock.
  const [{ seats: before, now }, { actor }, row] = await inOrder(
    lockSeats(tx, organizationId),
    authorize(tx, caller, organizationId, 'manage'),
    requireInvite(tx, organizationId, inviteId),
  );
  if (row.invite.status !== 'pending') throw notOpen(row.invite.status);
  const { events, heldSeats } = await revokeInvites(tx, { organizationId, rows: [row], actor, now });
  const seats = changeSeats(before, { pendingInvites: -heldSeats });
  await appendEvents(tx, [...events, { type: 'seats.changed', organizationId, data: { seats } }]);
  return toInvite(revoked(row, now), now);
}
