import { recordActivity, type Actor } from '../activity-log/record-activity.ts';
import type { Transaction } from '../database/database.ts';
import type { NewEvent } from '../event-log/append-events.ts';
import { addToTimeline, endInvites, findOpenInvitesBy, type InviteRow } from './invite-repository.ts';
import { holdsSeat } from './invite-rules.ts';
import { toInvite } from './invite-view.ts';

/**
 * Revokes the open invites that a removed member sent. The caller holds the seats' lock and appends the events.
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
  return revokeInvites(tx, { organizationId, rows, actor, now });
}

/**
 * Revokes open invites, and writes timeline and activity. The caller holds the seats' lock and appends the events.
 *
 * @returns the events, and how many seats these invites held
 */
export async function revokeInvites(
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
      actor,
    })),
  );
  await recordActivity(
    tx,
    rows.map(({ invite }) => ({
      organizationId,
      type: 'invite.revoked' as const,
      actor,
      subject: invite.email,
      detail: { code: 'role' as const, params: { role: invite.role } },
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

export function revoked({ invite, inviterName }: InviteRow, now: Date): InviteRow {
  return { invite: { ...invite, status: 'revoked', endedAt: now }, inviterName };
}
