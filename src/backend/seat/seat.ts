import type { Seats } from '#contract/seat';

/**
 * The seats of an organization: members count, the owner included, and so does every invite that is
 * pending and has not expired.
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

/** Whether one more person fits. */
export function hasFreeSeat({ available }: Pick<Seats, 'available'>): boolean {
  return available === null || available > 0;
}

/** The seats once members and pending invites have become more, or fewer. */
export function changeSeats(seats: Seats, change: { members?: number; pendingInvites?: number }): Seats {
  return seatsOf({
    maxSeats: seats.maxSeats,
    members: seats.members + (change.members ?? 0),
    pendingInvites: seats.pendingInvites + (change.pendingInvites ?? 0),
  });
}

/** The sentence for a person who found no free seat. */
export function noSeatSentence({ used, maxSeats, members, pendingInvites }: Seats): string {
  const invites = pendingInvites === 1 ? '1 pending invite' : `${pendingInvites} pending invites`;
  const people = members === 1 ? '1 member' : `${members} members`;
  return `No seats available. ${used} of ${maxSeats ?? used} are used (${people}, ${invites}). Revoke an invite, remove a member or buy seats.`;
}
