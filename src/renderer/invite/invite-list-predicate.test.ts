import { describe, expect, it } from 'vitest';
import type { Invite } from '#contract/invite/api';
import type { InviteSort } from '#contract/invite/model';
import { inviteListPredicate } from './invite-list-predicate.ts';

const invite = (given: Partial<Invite>) =>
  ({
    id: 'a',
    status: 'pending',
    createdAt: '2026-11-22T12:00:00.000Z',
    expiresAt: '2026-11-29T12:00:00.000Z',
    ...given,
  }) as Invite;

describe('inviteListRule', () => {
  it('holds what has the status', () => {
    const rule = inviteListPredicate({ status: 'pending', sort: 'created', search: '' });
    expect(rule.matches(invite({}))).toBe(true);
    for (const status of ['expired', 'accepted', 'declined', 'revoked'] as const) {
      expect(rule.matches(invite({ status }))).toBe(false);
    }
  });

  it('knows what open and all mean', () => {
    const matches = (filter: 'open' | 'all', status: Invite['status']) =>
      inviteListPredicate({ status: filter, sort: 'created', search: '' }).matches(invite({ status }));
    expect(matches('open', 'pending')).toBe(true);
    expect(matches('open', 'expired')).toBe(true);
    expect(matches('open', 'revoked')).toBe(false);
    expect(matches('all', 'declined')).toBe(true);
  });

  it('holds what has the role and the delivery', () => {
    const delivery = { status: 'failed', attempts: 1, error: null } as const;
    const failedAgent = invite({ role: 'agent', delivery });
    const about = { status: 'pending', sort: 'created', search: '' } as const;
    expect(inviteListPredicate({ ...about, role: 'agent', delivery: 'failed' }).matches(failedAgent)).toBe(
      true,
    );
    expect(inviteListPredicate({ ...about, role: 'admin' }).matches(failedAgent)).toBe(false);
    expect(inviteListPredicate({ ...about, delivery: 'sent' }).matches(failedAgent)).toBe(false);
  });

  it('leaves a search to the server, but not the status', () => {
    const rule = inviteListPredicate({ status: 'pending', sort: 'created', search: 'ada' });
    expect(rule.matches(invite({}))).toBeUndefined();
    expect(rule.matches(invite({ status: 'revoked' }))).toBe(false);
  });

  it('sorts as the server does', () => {
    const early = invite({
      id: 'b',
      createdAt: '2026-11-20T12:00:00.000Z',
      expiresAt: '2026-11-30T12:00:00.000Z',
    });
    const late = invite({ id: 'c' });
    const twin = invite({ id: 'd' });
    const sorted = (sort: InviteSort) =>
      [late, twin, early]
        .toSorted(inviteListPredicate({ status: 'pending', sort, search: '' }).compare)
        .map(({ id }) => id);
    expect(sorted('created')).toEqual(['d', 'c', 'b']);
    expect(sorted('expires')).toEqual(['c', 'd', 'b']);
    const rule = inviteListPredicate({ status: 'pending', sort: 'email', search: '' });
    expect(rule.compare(invite({ email: 'a@x.test' }), invite({ email: 'b@x.test' }))).toBe(-1);
  });
});
