import type { Invite } from '#contract/invite/api';
import type { InviteStatus } from '#contract/invite/model';
import { wireTime } from '../database/wire-time.ts';
import type { InviteRecord, ShownRecord } from './invite-repository.ts';
import { statusAt } from './invite-rules.ts';
import type { Written } from '#contract/open-enum';

/** The columns of an invite that are shown; times are a Date, or the text of PostgreSQL. */
type ShownInvite = {
  [
    Column in Exclude<
      keyof InviteRecord,
      | 'organizationId'
      | 'status'
      | 'recentSends'
      | 'expiryAnnounced'
      | 'reminded'
      | 'search'
      | 'deliveryFailed'
    >
  ]: InviteRecord[Column] extends Date | null ? InviteRecord[Column] | string : InviteRecord[Column];
};

/** An invite of a list, with the status at the time of the reading. */
export type ListedInvite = ShownInvite & { status: InviteStatus };

/** The wire form of an invite, with its status at `now`. */
export function toInvite(
  { invite, inviterName }: { invite: ShownRecord; inviterName: string | null },
  now: Date,
): Written<Invite> {
  return showInvite(invite, statusAt(invite, now), invite.organizationId, inviterName);
}

function showInvite(
  invite: ShownInvite,
  status: InviteStatus,
  organizationId: string,
  inviterName: string | null,
): Written<Invite> {
  return {
    id: invite.id,
    organizationId,
    email: invite.email,
    role: invite.role,
    status,
    createdAt: wireTime(invite.createdAt),
    expiresAt: wireTime(invite.expiresAt),
    lastSentAt: wireTime(invite.lastSentAt),
    sendCount: invite.sendCount,
    invitedBy: invite.invitedBy === null ? null : { id: invite.invitedBy, name: inviterName ?? '' },
    delivery: {
      status: invite.deliveryStatus,
      attempts: invite.deliveryAttempts,
      error: invite.deliveryError,
    },
    openedAt: invite.openedAt === null ? null : wireTime(invite.openedAt),
    endedAt: invite.endedAt === null ? null : wireTime(invite.endedAt),
  };
}

/**
 * The wire form of an invite of a list.
 *
 * @param names the names of users with an account, by user id
 */
export function toListedInvite(
  invite: ListedInvite,
  organizationId: string,
  names: ReadonlyMap<string, string>,
): Written<Invite> {
  return showInvite(invite, invite.status, organizationId, names.get(invite.invitedBy ?? '') ?? null);
}
