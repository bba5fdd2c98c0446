import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inviteLifetimeMs } from '#contract/invite/model';
import { seatsOf } from '../seat/seat-rules.ts';
import {
  expiryOf,
  holdsSeat,
  decideInvitations,
  renewInvite,
  sendsPerHour,
  statusAt,
  type InviteState,
} from './invite-rules.ts';

const now = new Date('2026-11-22T13:00:00.000Z');
const later = (milliseconds: number) => new Date(now.getTime() + milliseconds);
const pending = (expiresAt: Date, recentSends: Date[] = []): InviteState & { status: 'pending' } => ({
  status: 'pending',
  expiresAt,
  recentSends,
});
const free = { available: 1 };
const full = { available: 0 };
const ended = fc.constantFrom('accepted' as const, 'declined' as const, 'revoked' as const);

describe('expiry', () => {
  it('is exactly seven days after the invite', () => {
    expect(expiryOf(now).getTime() - now.getTime()).toBe(7 * 24 * 60 * 60 * 1000);
    const invite = pending(expiryOf(now));
    expect(statusAt(invite, later(inviteLifetimeMs - 1))).toBe('pending');
    expect(statusAt(invite, later(inviteLifetimeMs))).toBe('expired');
  });

  it('frees the seat and does not change an ended invite', () => {
    fc.assert(
      fc.property(ended, fc.integer({ min: -1e10, max: 1e10 }), (status, offset) => {
        const invite = { status, expiresAt: later(offset) };
        expect(statusAt(invite, now)).toBe(status);
        expect(holdsSeat(invite, now)).toBe(false);
      }),
    );
    expect(holdsSeat(pending(later(1)), now)).toBe(true);
    expect(holdsSeat(pending(now), now)).toBe(false);
  });
});

describe('renewInvite', () => {
  it('adds seven days to the later of now and the expiry', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e10, max: 1e10 }), (offset) => {
        const outcome = renewInvite(pending(later(offset)), free, now);
        expect(outcome).toMatchObject({
          renewed: { expiresAt: later(Math.max(0, offset) + inviteLifetimeMs), recentSends: [now] },
        });
      }),
    );
  });

  it('requires a free seat for an expired invite only', () => {
    expect(renewInvite(pending(later(1)), full, now)).toMatchObject({ takesSeat: false });
    expect(renewInvite(pending(later(-1)), full, now)).toEqual({ refused: 'seat_limit_reached' });
    expect(renewInvite(pending(later(-1)), free, now)).toMatchObject({ takesSeat: true });
    expect(renewInvite(pending(later(-1)), { available: null }, now)).toMatchObject({ takesSeat: true });
  });

  it('refuses the sixth email within an hour, and says when the next one is allowed', () => {
    const sends = [-50, -40, -30, -20, -10].map((minutes) => later(minutes * 60_000));
    expect(sends).toHaveLength(sendsPerHour);
    expect(renewInvite(pending(later(1), sends), free, now)).toEqual({
      refused: 'rate_limited',
      retryAfter: 600,
    });
    expect(renewInvite(pending(later(1), sends), free, later(10 * 60_000))).toMatchObject({
      renewed: { recentSends: [...sends.slice(1), later(10 * 60_000)] },
    });
  });
});

describe('decideInvitations', () => {
  const addresses = fc.constantFrom(
    ...['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name) => `${name}@x.test`),
  );
  const invitations = fc.array(fc.record({ email: addresses, role: fc.constant('agent' as const) }), {
    maxLength: 30,
  });

  it('uses seats in order until none is free, one for each new address', () => {
    fc.assert(
      fc.property(
        invitations,
        fc.option(fc.nat(10)),
        fc.array(addresses),
        fc.array(addresses),
        (rows, maxSeats, m, i) => {
          const known = { members: new Set(m), invited: new Set(i) };
          const before = seatsOf({ maxSeats, members: 0, pendingInvites: 0 });
          const { refusals, seats } = decideInvitations(rows, before, known, () => true);
          const sent = rows.filter((_, index) => refusals[index] === undefined).map(({ email }) => email);
          const wanted = [...new Set(rows.map(({ email }) => email))].filter(
            (email) => !known.members.has(email) && !known.invited.has(email),
          );
          expect(sent).toEqual(maxSeats === null ? wanted : wanted.slice(0, maxSeats));
          expect(seats.used).toBe(sent.length);
          const ofMembers = refusals.filter((_, index) => known.members.has(rows[index]?.email ?? ''));
          expect(new Set(ofMembers)).toEqual(new Set(ofMembers.length > 0 ? ['already_member'] : []));
        },
      ),
    );
  });

  it('returns the reason of each rejection in a fixed order', () => {
    const row = (email: string) => ({ email, role: 'agent' as const });
    const { refusals, seats } = decideInvitations(
      ['member', 'invited', 'new', 'new', 'late'].map((name) => row(`${name}@x.test`)),
      seatsOf({ maxSeats: 3, members: 1, pendingInvites: 1 }),
      { members: new Set(['member@x.test']), invited: new Set(['invited@x.test']) },
      () => true,
    );
    expect(refusals).toEqual([
      'already_member',
      'invite_already_pending',
      undefined,
      'invite_already_pending',
      'seat_limit_reached',
    ]);
    expect(seats).toMatchObject({ pendingInvites: 2, available: 0 });
  });

  it('allows as many invitations as there are reserved seats above the limit', () => {
    const rows = ['a', 'b', 'c'].map((name) => ({ email: `${name}@x.test`, role: 'agent' as const }));
    const over = seatsOf({ maxSeats: 2, members: 3, pendingInvites: 0 });
    const known = { members: new Set<string>(), invited: new Set<string>() };
    const judged = (handedOver: number) =>
      decideInvitations(rows, over, known, () => true, handedOver).refusals;
    expect(judged(0)).toEqual(rows.map(() => 'seat_limit_reached'));
    expect(judged(1)).toEqual([undefined, 'seat_limit_reached', 'seat_limit_reached']);
    expect(judged(2)).toEqual([undefined, undefined, 'seat_limit_reached']);
  });

  it('counts no email for a rejected row, and no seat for a row above the quota', () => {
    const taken: string[] = [];
    const { refusals, seats } = decideInvitations(
      [
        { email: 'member@x.test', role: 'agent' },
        { email: 'tired@x.test', role: 'agent' },
        { email: 'new@x.test', role: 'admin' },
      ],
      seatsOf({ maxSeats: 1, members: 0, pendingInvites: 0 }),
      { members: new Set(['member@x.test']), invited: new Set() },
      ({ email }) => {
        taken.push(email);
        return email !== 'tired@x.test';
      },
    );
    expect(refusals).toEqual(['already_member', 'rate_limited', undefined]);
    expect(taken).toEqual(['tired@x.test', 'new@x.test']);
    expect(seats.used).toBe(1);
  });
});
