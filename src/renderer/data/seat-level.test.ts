import { expect, it } from 'vitest';
import { seatLevel } from './seat-level.ts';

it.each([
  [null, 1203, 'unlimited'],
  [10, 8, 'free'],
  [10, 9, 'nearly-full'],
  [4, 3, 'nearly-full'],
  [200, 179, 'free'],
  [200, 180, 'nearly-full'],
  [10, 10, 'full'],
  [0, 0, 'full'],
  [10, 12, 'over'],
])('of %j seats %i are used: %s', (maxSeats, used, level) => {
  const available = maxSeats === null ? null : Math.max(0, maxSeats - used);
  expect(seatLevel({ maxSeats, used, available })).toBe(level);
});
