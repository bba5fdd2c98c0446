import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Invite } from '#contract/invite';
import {
  addressOf,
  countMarks,
  draftRows,
  isReady,
  markRows,
  type DraftRow,
  type Known,
} from './invite-many-rows.ts';

const rows = (...emails: string[]): DraftRow[] =>
  draftRows(
    emails.map((email) => ({ email, role: undefined, unknownRole: undefined })),
    'agent',
  );

const invite = (email: string, status: 'pending' | 'expired') => ({ email, status }) as Invite;
const nothing: Known = { members: new Set(), invites: new Map(), free: null };
const kinds = (emails: string[], known: Partial<Known> = {}): string[] =>
  markRows(rows(...emails), { ...nothing, ...known }).map(({ kind }) => kind);

describe('draftRows', () => {
  it('takes the written role, else the one for all', () => {
    expect(
      draftRows(
        [
          { email: 'a@x.test', role: 'admin', unknownRole: undefined },
          { email: 'b@x.test', role: undefined, unknownRole: 'Owner' },
        ],
        'agent',
      ),
    ).toEqual([
      { key: 0, email: 'a@x.test', role: 'admin', unknownRole: undefined },
      { key: 1, email: 'b@x.test', role: 'agent', unknownRole: 'Owner' },
    ]);
  });
});

describe('markRows', () => {
  it('marks what is no address', () => {
    expect(kinds(['nobody', '', 'a@b', 'a..b@x.test', 'a@x.test'])).toEqual([
      'invalid',
      'invalid',
      'invalid',
      'invalid',
      'ready',
    ]);
  });

  it('marks what stands twice, in whatever case, with the row of the first', () => {
    expect(markRows(rows('a@x.test', 'b@x.test', ' A@X.test'), nothing)[2]).toEqual({
      kind: 'double',
      of: 1,
    });
  });

  it('marks members and open invites, and says which invite it is', () => {
    const pending = invite('b@x.test', 'pending');
    const known = { members: new Set(['a@x.test']), invites: new Map([['b@x.test', pending]]) };
    expect(markRows(rows('A@x.test', 'b@x.test'), { ...nothing, ...known })).toEqual([
      { kind: 'member' },
      { kind: 'invited', invite: pending },
    ]);
  });

  it('lets an expired invite be replaced', () => {
    const invites = new Map([['a@x.test', invite('a@x.test', 'expired')]]);
    expect(kinds(['a@x.test'], { invites })).toEqual(['replaces']);
    expect(kinds(['a@x.test'], { invites, free: 0 })).toEqual(['no-seat']);
  });

  it('marks a slip and says what was meant', () => {
    expect(markRows(rows('a@gmial.com'), nothing)).toEqual([{ kind: 'slip', meant: 'a@gmail.com' }]);
  });

  it('gives the free seats to the rows in their order, and none to a row that needs none', () => {
    const known = { members: new Set(['m@x.test']), free: 2 };
    expect(kinds(['m@x.test', 'a@x.test', 'a@x.test', 'bad', 'b@gmial.com', 'c@x.test'], known)).toEqual([
      'member',
      'ready',
      'double',
      'invalid',
      'slip',
      'no-seat',
    ]);
  });

  it('never has more ready than free seats, and as many as fit', () => {
    const email = fc.constantFrom('a@x.test', 'b@x.test', 'c@x.test', 'd@gmial.com', 'bad', 'm@x.test');
    fc.assert(
      fc.property(fc.array(email, { maxLength: 30 }), fc.nat(6), (emails, free) => {
        const known = { ...nothing, members: new Set(['m@x.test']), free };
        const marks = markRows(rows(...emails), known);
        const wanted = new Set(emails.filter((one) => one !== 'bad' && one !== 'm@x.test')).size;
        expect(marks).toHaveLength(emails.length);
        expect(marks.filter(isReady)).toHaveLength(Math.min(free, wanted));
        expect([...countMarks(marks).values()].reduce((sum, one) => sum + one, 0)).toBe(emails.length);
      }),
    );
  });

  it('does not judge the seats before they are known', () => {
    expect(kinds(['a@x.test', 'b@x.test'], { free: undefined })).toEqual(['ready', 'ready']);
  });
});

describe('addressOf', () => {
  it('is the form that the server stores', () => {
    expect(addressOf({ email: ' Jane@EXAMPLE.test ' })).toBe('jane@example.test');
    expect(addressOf({ email: 'nobody' })).toBeUndefined();
  });
});
