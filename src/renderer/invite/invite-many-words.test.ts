import { describe, expect, it } from 'vitest';
import { checkedWords, leftOutWords, refusalWords } from './invite-many-words.ts';
import type { KnownLists } from './known-addresses.ts';

const lists = (members: [number, boolean], invites: [number, boolean]): KnownLists => ({
  members: { byEmail: new Map(), total: members[0], complete: members[1] },
  invites: { byEmail: new Map(), total: invites[0], complete: invites[1] },
});

describe('checkedWords', () => {
  it.each([
    [lists([4, true], [1, true]), false, 'Checked against 4 members and 1 open invite.'],
    [
      lists([100_000, false], [3, true]),
      false,
      'Checked against 3 open invites. ' +
        'Not checked against 100,000 members: whoever is among them already is told when it is sent.',
    ],
    [lists([100_000, false], [3, true]), true, 'Checked against 100,000 members and 3 open invites.'],
  ])('says what was compared', (known, lookedUp, words) => {
    expect(checkedWords(known, lookedUp)).toBe(words);
  });
});

describe('leftOutWords', () => {
  it('counts what will not be sent, and no more', () => {
    expect(
      leftOutWords(
        new Map([
          ['ready', 5],
          ['invalid', 1],
          ['no-seat', 1200],
        ]),
      ),
    ).toBe('1 not an address, 1,200 without a free seat');
    expect(leftOutWords(new Map([['slip', 2]]))).toBe('');
  });
});

describe('refusalWords', () => {
  it.each([
    ['seat_limit_reached', /No seat/],
    ['invite_already_pending', /open invite/],
    ['already_member', /already belongs to a member/],
    ['validation_failed', /does not take/],
    ['rate_limited', /Too many mails/],
    ['internal', /went wrong on the server/],
    [undefined, /no reason/],
  ] as const)('%s', (code, words) => {
    const result = { email: 'a@x.test', role: 'agent', outcome: 'refused' } as const;
    expect(refusalWords(code === undefined ? result : { ...result, code })).toMatch(words);
  });
});
