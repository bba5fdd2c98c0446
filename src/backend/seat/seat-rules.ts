import type { Seats } from '#contract/seat/api';
import { pluralize } from '../platform/text/pluralize.ts';

/**
 * The seats of an organization. Members, including the owner, and pending invites that have not expired use a seat.
 */
export function seatsOf({
  maxSeats,
  members,
  pendingInvites,
}: Pick<Seats, 'maxSeats' | 'members' | 'pendingInvites'>): Seats {
  const used = members + pendingInvites;
  return {
    maxSeats,
    members,
    pendingInvites,
    used,
    available: maxSeats === null ? null : Math.max(0, maxSeats - used),
  };
}

/** Whether a seat is free. */
export function hasFreeSeat({ available }: Pick<Seats, 'available'>): boolean {
  return available === null || available > 0;
}

/** The seats after a change in the number of members and pending invites. */
export function changeSeats(seats: Seats, change: { members?: number; pendingInvites?: number }): Seats {
  return seatsOf({
    maxSeats: seats.maxSeats,
    members: seats.members + (change.members ?? 0),
    pendingInvites: seats.pendingInvites + (change.pendingInvites ?? 0),
  });
}

/** The message for a user when no seat is free. */
export function noSeatMessage({ used, maxSeats, members, pendingInvites }: Seats): string {
  const invites = pluralize(pendingInvites, 'pending invite');
  const people = pluralize(members, 'member');
  return `No seats available. ${used} of ${maxSeats ?? used} are used (${people}, ${invites}). Revoke an invite, remove a member or buy seats.`;
}
