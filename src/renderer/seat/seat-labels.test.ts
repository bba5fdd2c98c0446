import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Seats } from '#contract/seat/api';
import { noSeatsSentence, seatParts, seatSentence } from './seat-labels.ts';

function seats(maxSeats: number | null, members: number, pendingInvites: number): Seats {
  const used = members + pendingInvites;
  return {
    maxSeats,
    members,
    pendingInvites,
    used,
    available: maxSeats === null ? null : Math.max(0, maxSeats - used),
  };
}

const anySeats = fc
  .tuple(fc.option(fc.nat(200_000)), fc.nat(100_000), fc.nat(100_000))
  .map(([maxSeats, members, pending]) => seats(maxSeats, members, pending));

describe('seatSentence', () => {
  it.each([
    [seats(10, 7, 2), '7 members + 2 pending of 10 seats, 1 free'],
    [seats(1, 1, 0), '1 member + 0 pending of 1 seat, 0 free'],
    [seats(3, 4, 1), '4 members + 1 pending of 3 seats, 2 over the limit'],
    [seats(null, 1200, 3), '1,200 members + 3 pending, unlimited seats'],
  ])('%j', (input, sentence) => {
    expect(seatSentence(input).join(', ')).toBe(sentence);
  });
});

describe('noSeatsSentence', () => {
  it('names what the seats are used for', () => {
    expect(noSeatsSentence(seats(10, 7, 3))).toBe(
      'No seats available. 10 of 10 are used (7 members, 3 pending invites). ' +
        'Revoke an invite, remove a member or buy seats.',
    );
  });

  it('is there exactly when no seat is free', () => {
    fc.assert(
      fc.property(anySeats, (input) => {
        expect(noSeatsSentence(input) !== undefined).toBe(input.available === 0);
      }),
    );
  });
});

describe('seatParts', () => {
  it('never overflows the bar, and shows all of it when every seat is used', () => {
    fc.assert(
      fc.property(anySeats, (input) => {
        const { members, pending } = seatParts(input);
        expect(members + pending).toBeLessThanOrEqual(100.000001);
        if (input.available === 0 && input.used > 0) expect(members + pending).toBeCloseTo(100);
      }),
    );
  });
});
