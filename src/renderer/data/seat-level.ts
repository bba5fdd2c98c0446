import type { Seats } from '#contract/seat/api';

/** How much room an organization has left. */
export type SeatLevel = 'unlimited' | 'free' | 'nearly-full' | 'full' | 'over';

/** Nearly full: the last tenth of the seats is free, or the last seat of a few. */
export function seatLevel({
  maxSeats,
  used,
  available,
}: Pick<Seats, 'maxSeats' | 'used' | 'available'>): SeatLevel {
  if (maxSeats === null || available === null) return 'unlimited';
  if (used > maxSeats) return 'over';
  if (available === 0) return 'full';
  return available <= Math.ceil(maxSeats / 10) ? 'nearly-full' : 'free';
}

/** The colour of the bar and the number; undefined: nothing is wrong. */
export const levelTones: Record<SeatLevel, 'warn' | 'bad' | undefined> = {
  unlimited: undefined,
  free: undefined,
  'nearly-full': 'warn',
  full: 'bad',
  over: 'bad',
};
