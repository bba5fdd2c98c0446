import type { Invite } from '#contract/invite';
import { recordActivity, type Actor } from '../activity/activity-service.ts';
import type { Transaction } from '../database/database.ts';
import type { Caller } from '../http/caller.ts';
import { Problem } from '../http/problem.ts';
import { appendEvents, type NewEvent } from '../live/event-service.ts';
import { requireAccess } from '../organization/organization-access-service.ts';
import { lockSeats } from '../seat/seat-service.ts';
import { changeSeats } from '../seat/seat.ts';
import {
  addToTimeline,
  endInvites,
  findOpenInvitesBy,
  toInvite,
  type InviteRow,
} from './invite-repository.ts';
import { byWhom, requireInvite } from './invite-service.ts';
import { holdsSeat } from './invite.ts';

/**
 * Cancels an open invite: its link is dead and its seat free with the commit.
 *
 * @throws Problem `organization_not_found`, `forbidden`, `invite_not_found`, `invite_not_open`
 */
export async function revokeInvite(
  tx: Transaction,
  caller: Caller,
  { organizationId, inviteId }: { organizationId: string; inviteId: string },
): Promise<Invite> {
  const { seats: before, now } = await lockSeats(tx, organizationId);
  const { actor } = await requireAccess(tx, caller, organizationId, 'manage');
  const row = await requireInvite(tx, organizationId, inviteId);
  if (row.invite.status !== 'pending') throw notOpen(row.invite.status);
  const { events, heldSeats } = await revokeAll(tx, { organizationId, rows: [row], actor, now });
  const seats = changeSeats(before, { pendingInvites: -heldSeats });
  await appendEvents(tx, [...events, { type: 'seats.changed', organizationId, data: { seats } }]);
  return toInvite(revoked(row, now), now);
}

/**
 * Ends the open invites that a removed member sent. The seats are locked by the caller, who appends the events.
 *
 * @returns the events, and how many seats these invites held
 */
export async function revokeInvitesOf(
  tx: Transaction,
  {
    organizationId,
    inviterId,
    actor,
    now,
  }: { organizationId: string; inviterId: string; actor: Actor; now: Date },
): Promise<{ events: NewEvent[]; heldSeats: number }> {
  const rows = await findOpenInvitesBy(tx, organizationId, inviterId);
  return revokeAll(tx, { organizationId, rows, actor, now });
}

/** An invite that was accepted, declined or revoked: nothing more can be done with it. */
export function notOpen(status: 'accepted' | 'declined' | 'revoked'): Problem {
  return new Problem('invite_not_open', `This invite was ${status} already. Invite again if you want to.`);
}

/** Ends these invites. The seats are locked by the caller, who appends the events. */
export async function revokeAll(
  tx: Transaction,
  {
    organizationId,
    rows,
    actor,
    now,
  }: { organizationId: string; rows: InviteRow[]; actor: Actor; now: Date },
): Promise<{ events: NewEvent[]; heldSeats: number }> {
  await endInvites(
    tx,
    rows.map(({ invite }) => invite.id),
    'revoked',
    now,
  );
  await addToTimeline(
    tx,
    rows.map(({ invite }) => ({
      inviteId: invite.id,
      at: now,
      event: 'revoked' as const,
      detail: `by ${byWhom(actor)}`,
    })),
  );
  await recordActivity(
    tx,
    rows.map(({ invite }) => ({
      organizationId,
      type: 'invite.revoked' as const,
      actor,
      subject: invite.email,
      detail: invite.role,
      at: now,
    })),
  );
  return {
    events: rows.map((row): NewEvent => ({
      type: 'invite.revoked',
      organizationId,
      data: { invite: toInvite(revoked(row, now), now) },
    })),
    heldSeats: rows.filter(({ invite }) => holdsSeat(invite, now)).length,
  };
}

function revoked({ invite, inviterName }: InviteRow, now: Date): InviteRow {
  return { invite: { ...invite, status: 'revoked', endedAt: now }, inviterName };
}
