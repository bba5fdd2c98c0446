import { describe, expect, it } from 'vitest';
import type { Member } from '#contract/member/api';
import type { MemberSort } from '#contract/member/model';
import { memberListPredicate } from './member-list-predicate.ts';

const member = (id: string, firstName: string, given: Partial<Member> = {}) =>
  ({
    id,
    firstName,
    lastName: 'X',
    email: `${id}@x.test`,
    role: 'agent',
    joinedAt: '2026-11-22T12:00:00.000Z',
    lastActiveAt: null,
    ...given,
  }) as Member;

describe('memberListRule', () => {
  it('filters by role, and leaves a search to the server', () => {
    const rule = memberListPredicate({ role: 'agent', sort: 'name', search: '' });
    expect(rule.matches(member('a', 'A'))).toBe(true);
    expect(rule.matches(member('a', 'A', { role: 'admin' }))).toBe(false);
    expect(
      memberListPredicate({ role: 'all', sort: 'name', search: 'a' }).matches(member('a', 'A')),
    ).toBeUndefined();
  });

  it('sorts as the server does: names without case and accents, times from the newest', () => {
    const zoe = member('1', 'Zoë', { email: 'a@x.test', lastActiveAt: '2026-11-22T12:00:00.000Z' });
    const emile = member('2', 'émile', { email: 'c@x.test', joinedAt: '2026-11-23T12:00:00.000Z' });
    const adam = member('3', 'Adam', { email: 'b@x.test' });
    const sorted = (sort: MemberSort) =>
      [zoe, emile, adam]
        .toSorted(memberListPredicate({ role: 'all', sort, search: '' }).compare)
        .map(({ firstName }) => firstName);
    expect(sorted('name')).toEqual(['Adam', 'émile', 'Zoë']);
    expect(sorted('email')).toEqual(['Zoë', 'Adam', 'émile']);
    expect(sorted('joined')).toEqual(['émile', 'Adam', 'Zoë']);
    expect(sorted('active')).toEqual(['Zoë', 'Adam', 'émile']);
  });
});
