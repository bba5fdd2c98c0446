import { inviteLifetimeMs, type InviteStatus } from '#contract/invite/model';
import type { AssignableRole } from '#contract/member/model';
import type { ProblemCode } from '#contract/problem';
import type { Seats } from '#contract/seat/api';
import { changeSeats, hasFreeSeat } from '../seat/seat-rules.ts';

/** How often one invite may be emailed within an hour. */
export const sendsPerHour = 5;
const hourMs = 60 * 60 * 1000;

/** The columns of an invite that the rules depend on. */
export interface InviteState {
  status: Exclude<InviteStatus, 'expired'>;
  expiresAt: Date;
  /** When its email was recently queued, oldest first. */
  recentSends: Date[];
}

/** The status at a time: a pending invite is expired from `expiresAt` on. */
export function statusAt(
  { status, expiresAt }: Pick<InviteState, 'status' | 'expiresAt'>,
  now: Date,
): InviteStatus {
  return status === 'pending' && expiresAt <= now ? 'expired' : status;
}

/** Whether the invite uses a seat. */
export function holdsSeat(invite: Pick<InviteState, 'status' | 'expiresAt'>, now: Date): boolean {
  return statusAt(invite, now) === 'pending';
}

/** When an invite that is created now expires. */
export function expiryOf(now: Date): Date {
  return new Date(now.getTime() + inviteLifetimeMs);
}

export type RenewalResult =
  | { renewed: { expiresAt: Date; recentSends: Date[] }; takesSeat: boolean }
  | { refused: Extract<ProblemCode, 'seat_limit_reached'> }
  | { refused: 'rate_limited'; retryAfter: number };

/**
 * Decides on a resend of an open invite: it is valid for another seven days from its expiry or from now, whichever is later.
 * An expired invite needs a free seat.
 */
export function renewInvite(
  invite: InviteState & { status: 'pending' },
  seats: Pick<Seats, 'available'>,
  now: Date,
): RenewalResult {
  const recent = invite.recentSends.filter((sent) => now.getTime() - sent.getTime() < hourMs);
  const oldest = recent[recent.length - sendsPerHour];
  if (oldest) {
    return {
      refused: 'rate_limited',
      retryAfter: Math.ceil((oldest.getTime() + hourMs - now.getTime()) / 1000),
    };
  }
  const takesSeat = !holdsSeat(invite, now);
  if (takesSeat && !hasFreeSeat(seats)) return { refused: 'seat_limit_reached' };
  const from = Math.max(now.getTime(), invite.expiresAt.getTime());
  return {
    renewed: { expiresAt: new Date(from + inviteLifetimeMs), recentSends: [...recent, now] },
    takesSeat,
  };
}

/** Whom to invite with which role; the email is in its normal form. */
export interface Invitation {
  email: string;
  role: AssignableRole;
}

export type InvitationRefusal = Extract<
  ProblemCode,
  'already_member' | 'invite_already_pending' | 'seat_limit_reached' | 'rate_limited'
>;

/**
 * Decides on invitations one by one, in their order; each accepted one uses a seat.
 *
 * @param known the emails of members, and of pending invites that have not expired
 * @param takeSend takes the email of an invitation from the quota; false when the quota is used up
 * @param reservedSeats seats that these invitations may use although none is free: an organization above its limit may
 *   replace an invite by another one
 * @returns for each invitation its refusal, or undefined when it is accepted; and the seats afterwards
 */
export function decideInvitations<Wanted extends Invitation>(
  invitations: Wanted[],
  seats: Seats,
  known: { members: ReadonlySet<string>; invited: ReadonlySet<string> },
  takeSend: (invitation: Wanted) => boolean,
  reservedSeats = 0,
): { refusals: (InvitationRefusal | undefined)[]; seats: Seats } {
  const invited = new Set(known.invited);
  let remaining = seats;
  let reserved = reservedSeats;
  const refusals = invitations.map((invitation): InvitationRefusal | undefined => {
    const { email } = invitation;
    if (known.members.has(email)) return 'already_member';
    if (invited.has(email)) return 'invite_already_pending';
    if (!hasFreeSeat(remaining) && reserved === 0) return 'seat_limit_reached';
    if (!takeSend(invitation)) return 'rate_limited';
    reserved = Math.max(0, reserved - 1);
    invited.add(email);
    remaining = changeSeats(remaining, { pendingInvites: 1 });
    return undefined;
  });
  return { refusals, seats: remaining };
}
