import type { Seats } from '#contract/seat';
import { counted, number } from '../ui/counted.ts';

/** "7 members + 2 pending of 10 seats, 1 free". */
export function seatSentence({ maxSeats, members, pendingInvites, used, available }: Seats): string {
  const taken = `${counted(members, 'member')} + ${number(pendingInvites)} pending`;
  if (maxSeats === null || available === null) return `${taken}, unlimited seats`;
  const over = used - maxSeats;
  const rest = over > 0 ? `${number(over)} over the limit` : `${number(available)} free`;
  return `${taken} of ${counted(maxSeats, 'seat')}, ${rest}`;
}

/** Why nobody can be invited, and what to do; undefined as long as a seat is free. */
export function noSeatsSentence({
  maxSeats,
  members,
  pendingInvites,
  used,
  available,
}: Seats): string | undefined {
  if (maxSeats === null || available === null || available > 0) return undefined;
  return (
    `No seats available. ${number(used)} of ${number(maxSeats)} are used ` +
    `(${counted(members, 'member')}, ${counted(pendingInvites, 'pending invite')}). ` +
    'Revoke an invite, remove a member or buy seats.'
  );
}

/** The widths of the bar's parts in percent of the whole: the limit, or what is used where that is more. */
export function seatParts({ maxSeats, members, pendingInvites, used }: Seats): {
  members: number;
  pending: number;
} {
  const whole = Math.max(maxSeats ?? used, used, 1);
  return { members: (100 * members) / whole, pending: (100 * pendingInvites) / whole };
}
