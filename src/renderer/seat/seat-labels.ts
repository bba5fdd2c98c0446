import type { Seats } from '#contract/seat/api';
import { pluralize, formatNumber } from '../lib/format/pluralize.ts';

/**
 * How the seats are used, in a sentence of two parts: "7 members + 2 pending of 10 seats" and "1 free".
 *
 * @returns the parts; a comma joins them
 */
export function seatSentence({
  maxSeats,
  members,
  pendingInvites,
  used,
  available,
}: Seats): readonly [taken: string, left: string] {
  const taken = `${pluralize(members, 'member')} + ${formatNumber(pendingInvites)} pending`;
  if (maxSeats === null || available === null) return [taken, 'unlimited seats'];
  const over = used - maxSeats;
  const left = over > 0 ? `${formatNumber(over)} over the limit` : `${formatNumber(available)} free`;
  return [`${taken} of ${pluralize(maxSeats, 'seat')}`, left];
}

/** Why nobody can be invited, and what to do; undefined while a seat is free. */
export function noSeatsSentence({
  maxSeats,
  members,
  pendingInvites,
  used,
  available,
}: Seats): string | undefined {
  if (maxSeats === null || available === null || available > 0) return undefined;
  return (
    `No seats available. ${formatNumber(used)} of ${formatNumber(maxSeats)} are used ` +
    `(${pluralize(members, 'member')}, ${pluralize(pendingInvites, 'pending invite')}). ` +
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
