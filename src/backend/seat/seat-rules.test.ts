import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeSeats, hasFreeSeat, noSeatMessage, seatsOf } from './seat-rules.ts';

const counts = fc.record({
  maxSeats: fc.option(fc.nat(1000)),
  members: fc.nat(1000),
  pendingInvites: fc.nat(1000),
});

describe('seats', () => {
  it('are used by members and pending invites, and never available below zero', () => {
    fc.assert(
      fc.property(counts, (given) => {
        const seats = seatsOf(given);
        expect(seats.used).toBe(given.members + given.pendingInvites);
        const left = given.maxSeats === null ? null : given.maxSeats - seats.used;
        expect(seats.available).toBe(left !== null && left < 0 ? 0 : left);
      }),
    );
  });

  it('never exceed the limit when each is used only while one is free', () => {
    fc.assert(
      fc.property(fc.nat(50), fc.nat(50), fc.nat(200), (maxSeats, members, wanted) => {
        let seats = seatsOf({ maxSeats, members, pendingInvites: 0 });
        let given = 0;
        for (let i = 0; i < wanted; i++) {
          if (!hasFreeSeat(seats)) break;
          seats = changeSeats(seats, { pendingInvites: 1 });
          given++;
        }
        expect(given).toBe(Math.min(wanted, Math.max(0, maxSeats - members)));
      }),
    );
  });

  it('are equally many before and after an invite is accepted', () => {
    const before = seatsOf({ maxSeats: 10, members: 7, pendingInvites: 3 });
    expect(changeSeats(before, { members: 1, pendingInvites: -1 })).toEqual({
      ...before,
      members: 8,
      pendingInvites: 2,
    });
  });

  it('are counted in the error message in singular and plural', () => {
    expect(noSeatMessage(seatsOf({ maxSeats: 2, members: 1, pendingInvites: 1 }))).toContain(
      '2 of 2 are used (1 member, 1 pending invite).',
    );
    expect(noSeatMessage(seatsOf({ maxSeats: null, members: 1, pendingInvites: 0 }))).toContain(
      '1 of 1 are used',
    );
    expect(noSeatMessage(seatsOf({ maxSeats: 10, members: 7, pendingInvites: 3 }))).toBe(
      'No seats available. 10 of 10 are used (7 members, 3 pending invites). Revoke an invite, remove a member or buy seats.',
    );
  });
});
