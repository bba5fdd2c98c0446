import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Invite } from '#contract/invite/api';
import type { ImportedRow } from '../import/imported-row.ts';
import {
  addressOf,
  countChecks,
  draftRows,
  isReady,
  checkRows,
  type DraftRow,
  type Known,
} from './bulk-invite-rows.ts';

const imported = (row: Partial<ImportedRow>): ImportedRow => ({
  line: 1,
  lines: 1,
  email: '',
  name: '',
  role: undefined,
  unknownRole: undefined,
  isMisaligned: false,
  otherAddress: undefined,
  ...row,
});
const rows = (...emails: string[]): DraftRow[] =>
  draftRows(
    emails.map((email) => imported({ email })),
    'agent',
  );

const invite = (email: string, status: 'pending' | 'expired') => ({ email, status }) as Invite;
const nothing: Known = { members: new Set(), invites: new Map(), free: null };
const kinds = (emails: string[], known: Partial<Known> = {}): string[] =>
  checkRows(rows(...emails), { ...nothing, ...known }).map(({ kind }) => kind);

describe('draftRows', () => {
  it('takes the written role, else the one for all, and the least for one that does not exist', () => {
    const read = [
      imported({ email: 'a@x.test', role: 'agent' }),
      imported({ email: 'b@x.test' }),
      imported({ email: 'c@x.test', unknownRole: 'Owner' }),
    ];
    expect(draftRows(read, 'admin')).toMatchObject([
      { key: 0, email: 'a@x.test', role: 'agent', unknownRole: undefined },
      { key: 1, email: 'b@x.test', role: 'admin', unknownRole: undefined },
      { key: 2, email: 'c@x.test', role: 'agent', unknownRole: 'Owner' },
    ]);
  });
});

describe('checkRows', () => {
  it('finds what is not an address', () => {
    expect(kinds(['nobody', ' ', 'a@b', 'a..b@x.test', 'a@x.test'])).toEqual([
      'invalid',
      'no-address',
      'invalid',
      'invalid',
      'ready',
    ]);
  });

  it('finds duplicates in any case, with the row of the first', () => {
    expect(checkRows(rows('a@x.test', 'b@x.test', ' A@X.test'), nothing)[2]).toEqual({
      kind: 'duplicate',
      of: 1,
    });
  });

  it('finds members and open invites, and says which invite it is', () => {
    const pending = invite('b@x.test', 'pending');
    const known = { members: new Set(['a@x.test']), invites: new Map([['b@x.test', pending]]) };
    expect(checkRows(rows('A@x.test', 'b@x.test'), { ...nothing, ...known })).toEqual([
      { kind: 'member' },
      { kind: 'invited', invite: pending },
    ]);
  });

  it('lets an expired invite be replaced', () => {
    const invites = new Map([['a@x.test', invite('a@x.test', 'expired')]]);
    expect(kinds(['a@x.test'], { invites })).toEqual(['replaces']);
    expect(kinds(['a@x.test'], { invites, free: 0 })).toEqual(['no-seat']);
  });

  it('finds a typo and suggests an address', () => {
    expect(checkRows(rows('a@gmial.com'), nothing)).toEqual([{ kind: 'typo', suggestion: 'a@gmail.com' }]);
  });

  it('suggests an address whatever else is wrong with the row', () => {
    expect(checkRows(rows('a@gmial.com', 'b@gmial.com', 'a@gmial.com'), { ...nothing, free: 1 })).toEqual([
      { kind: 'typo', suggestion: 'a@gmail.com' },
      { kind: 'no-seat', suggestion: 'b@gmail.com' },
      { kind: 'duplicate', of: 1, suggestion: 'a@gmail.com' },
    ]);
  });

  it('does not send to an address that may be another person’s, nor give it a seat', () => {
    const read = [imported({ email: 'a@x.test', isMisaligned: true }), imported({ email: 'b@x.test' })];
    expect(checkRows(draftRows(read, 'agent'), { ...nothing, free: 1 }).map(({ kind }) => kind)).toEqual([
      'misaligned',
      'ready',
    ]);
  });

  it('gives the free seats to the rows in their order, and none to a row that needs none', () => {
    const known = { members: new Set(['m@x.test']), free: 2 };
    expect(kinds(['m@x.test', 'a@x.test', 'a@x.test', 'bad', 'b@gmial.com', 'c@x.test'], known)).toEqual([
      'member',
      'ready',
      'duplicate',
      'invalid',
      'typo',
      'no-seat',
    ]);
  });

  it('never has more ready than free seats, and as many as fit', () => {
    const email = fc.constantFrom('a@x.test', 'b@x.test', 'c@x.test', 'd@gmial.com', 'bad', 'm@x.test');
    fc.assert(
      fc.property(fc.array(email, { maxLength: 30 }), fc.nat(6), (emails, free) => {
        const known = { ...nothing, members: new Set(['m@x.test']), free };
        const checks = checkRows(rows(...emails), known);
        const wanted = new Set(emails.filter((one) => one !== 'bad' && one !== 'm@x.test')).size;
        expect(checks).toHaveLength(emails.length);
        expect(checks.filter(isReady)).toHaveLength(Math.min(free, wanted));
        expect([...countChecks(checks).values()].reduce((sum, one) => sum + one, 0)).toBe(emails.length);
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
