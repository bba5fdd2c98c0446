import { describe, expect, it } from 'vitest';
import { notComparedLabel, rowCheckLabel, seatShortageLabel, skippedLabel } from './bulk-invite-labels.ts';
import type { KnownLists } from './known-addresses.ts';

const lists = (members: [number, boolean], invites: [number, boolean]): KnownLists => ({
  members: { byEmail: new Map(), total: members[0], complete: members[1] },
  invites: { byEmail: new Map(), total: invites[0], complete: invites[1] },
});

describe('notComparedLabel', () => {
  it.each([
    [lists([4, true], [1, true]), false, undefined],
    [
      lists([100_000, false], [3, true]),
      false,
      'Not compared with 100,000 members. Anyone already among them won’t be invited again.',
    ],
    [
      lists([100_000, false], [3000, false]),
      false,
      'Not compared with 100,000 members and 3,000 open invites. Anyone already among them won’t be invited again.',
    ],
    [lists([100_000, false], [3, true]), true, undefined],
  ])('names the lists that are too long', (known, lookedUp, label) => {
    expect(notComparedLabel(known, lookedUp)).toBe(label);
  });
});

describe('skippedLabel', () => {
  it('counts the rows that are not sent', () => {
    expect(
      skippedLabel(
        new Map([
          ['ready', 5],
          ['no-seat', 1200],
          ['no-address', 3],
          ['invalid', 1],
          ['misaligned', 1],
          ['member', 2],
          ['duplicate', 2],
        ]),
      ),
    ).toBe(
      '2 duplicates, 3 without an address, 1 invalid, 2 already members, 1 to confirm, 1,200 without a seat',
    );
    expect(skippedLabel(new Map([['typo', 2]]))).toBe('');
  });
});

describe('seatShortageLabel', () => {
  const short = new Map([['no-seat', 4]] as const);

  it.each([
    [new Map(), [1, 2], undefined],
    [short, [], 'No seats are free. Buy seats or free some up to send these invites.'],
    [
      short,
      [3],
      'Only 1 seat is free, so only row 3 will be sent. Buy seats or free some up to send the rest.',
    ],
    [
      short,
      [1, 3],
      'Only 2 seats are free, so only the first 2 invites will be sent. Buy seats or free some up to send the rest.',
    ],
  ])('says which rows get the free seats', (counts, readyRows, label) => {
    expect(seatShortageLabel(counts, readyRows)).toBe(label);
  });
});

describe('rowCheckLabel', () => {
  it('says that an unknown role becomes Agent, with whatever else is wrong', () => {
    const role = '“Owner” can’t be invited; will join as an Agent';
    expect(rowCheckLabel({ kind: 'ready' }, undefined)).toBe('Ready');
    expect(rowCheckLabel({ kind: 'ready' }, 'Owner')).toBe(role);
    expect(rowCheckLabel({ kind: 'member' }, 'Owner')).toBe(`Already a member. ${role}`);
  });

  it('names a probable typo beside whatever else is wrong', () => {
    const suggestion = 'a@gmail.com';
    expect(rowCheckLabel({ kind: 'no-seat', suggestion }, undefined)).toBe('No seat left. Possible typo');
    expect(rowCheckLabel({ kind: 'typo', suggestion }, undefined)).toBe('Possible typo');
  });
});
