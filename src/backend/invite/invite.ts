import { inviteLifetimeMs, type InviteStatus } from '#contract/invite';
import type { AssignableRole } from '#contract/member';
import type { ProblemCode } from '#contract/problem';
import type { Seats } from '#contract/seat';
import { changeSeats, hasFreeSeat } from '../seat/seat.ts';

/** How often one invite may be mailed within an hour. */
export const sendsPerHour = 5;
const hourMs = 60 * 60 * 1000;

/** What the table says of an invite, as far as the rules go by it. */
export interface InviteState {
  status: Exclude<InviteStatus, 'expired'>;
  expiresAt: Date;
  /** When its mail was queued lately, oldest first. */
  recentSends: Date[];
}

/** Expiry is derived: a pending invite past `expiresAt`. It is valid for exactly its lifetime, and not a moment more. */
export function statusAt(
  { status, expiresAt }: Pick<InviteState, 'status' | 'expiresAt'>,
  now: Date,
): InviteStatus {
  return status === 'pending' && expiresAt <= now ? 'expired' : status;
}

/** Whether it counts as a used seat. */
export function holdsSeat(invite: Pick<InviteState, 'status' | 'expiresAt'>, now: Date): boolean {
  return statusAt(invite, now) === 'pending';
}

/** The expiry of an invite made now. */
export function expiryOf(now: Date): Date {
  return new Date(now.getTime() + inviteLifetimeMs);
}

export type Renewal =
  | { renewed: { expiresAt: Date; recentSends: Date[] }; takesSeat: boolean }
  | { refused: Extract<ProblemCode, 'seat_limit_reached'> }
  | { refused: 'rate_limited'; retryAfter: number };

/**
 * What a resend makes of an open invite: another seven days from its expiry or from now, whichever is later. An
 * expired one needs a free seat again.
 */
export function renewInvite(
  invite: InviteState & { status: 'pending' },
  seats: Pick<Seats, 'available'>,
  now: Date,
): Renewal {
  const lately = invite.recentSends.filter((sent) => now.getTime() - sent.getTime() < hourMs);
  const oldest = lately[lately.length - sendsPerHour];
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
    renewed: { expiresAt: new Date(from + inviteLifetimeMs), recentSends: [...lately, now] },
    takesSeat,
  };
}

/** Somebody to be invited; the address is in its normal form. */
export interface Invitation {
  email: string;
  role: AssignableRole;
}

export type InvitationRefusal = Extract<
  ProblemCode,
  'already_member' | 'invite_already_pending' | 'seat_limit_reached' | 'rate_limited'
>;

/**
 * Judges invitations in their order: each by itself, and seats go out until none is left.
 *
 * @param known what there is already: members' addresses, and those with an invite that is pending and has not expired
 * @param takeSend takes the mail of an invitation out of what may be sent; false when no more may
 * @param handedOver seats that these invitations may take though none is free: an organization that is over its limit
 *   may put one in another's place
 * @returns for each invitation its refusal, or undefined when it goes out; and the seats after that
 */
export function judgeInvitations<Wanted extends Invitation>(
  invitations: Wanted[],
  seats: Seats,
  known: { members: ReadonlySet<string>; invited: ReadonlySet<string> },
  takeSend: (invitation: Wanted) => boolean,
  handedOver = 0,
): { refusals: (InvitationRefusal | undefined)[]; seats: Seats } {
  const invited = new Set(known.invited);
  let left = seats;
  let toHandOver = handedOver;
  const refusals = invitations.map((invitation): InvitationRefusal | undefined => {
    const { email } = invitation;
    if (known.members.has(email)) return 'already_member';
    if (invited.has(email)) return 'invite_already_pending';
    if (!hasFreeSeat(left) && toHandOver === 0) return 'seat_limit_reached';
    if (!takeSend(invitation)) return 'rate_limited';
    toHandOver = Math.max(0, toHandOver - 1);
    invited.add(email);
    left = changeSeats(left, { pendingInvites: 1 });
    return undefined;
  });
  return { refusals, seats: left };
}
