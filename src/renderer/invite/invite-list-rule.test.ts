import { describe, expect, it } from 'vitest';
import type { Invite, InviteSort } from '#contract/invite';
import { inviteListRule } from './invite-list-rule.ts';

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
    const rule = inviteListRule({ status: 'pending', sort: 'created', search: '' });
    expect(rule.belongs(invite({}))).toBe(true);
    for (const status of ['expired', 'accepted', 'declined', 'revoked'] as const) {
      expect(rule.belongs(invite({ status }))).toBe(false);
    }
  });

  it('knows what open and all mean', () => {
    const belongs = (filter: 'open' | 'all', status: Invite['status']) =>
      inviteListRule({ status: filter, sort: 'created', search: '' }).belongs(invite({ status }));
    expect(belongs('open', 'pending')).toBe(true);
    expect(belongs('open', 'expired')).toBe(true);
    expect(belongs('open', 'revoked')).toBe(false);
    expect(belongs('all', 'declined')).toBe(true);
  });

  it('holds what has the role and the delivery', () => {
    const delivery = { status: 'failed', attempts: 1, error: null } as const;
    const failedAgent = invite({ role: 'agent', delivery });
    const about = { status: 'pending', sort: 'created', search: '' } as const;
    expect(inviteListRule({ ...about, role: 'agent', delivery: 'failed' }).belongs(failedAgent)).toBe(true);
    expect(inviteListRule({ ...about, role: 'admin' }).belongs(failedAgent)).toBe(false);
    expect(inviteListRule({ ...about, delivery: 'sent' }).belongs(failedAgent)).toBe(false);
  });

  it('leaves a search to the server, but not the status', () => {
    const rule = inviteListRule({ status: 'pending', sort: 'created', search: 'ada' });
    expect(rule.belongs(invite({}))).toBeUndefined();
    expect(rule.belongs(invite({ status: 'revoked' }))).toBe(false);
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
        .toSorted(inviteListRule({ status: 'pending', sort, search: '' }).compare)
        .map(({ id }) => id);
    expect(sorted('created')).toEqual(['d', 'c', 'b']);
    expect(sorted('expires')).toEqual(['c', 'd', 'b']);
    const rule = inviteListRule({ status: 'pending', sort: 'email', search: '' });
    expect(rule.compare(invite({ email: 'a@x.test' }), invite({ email: 'b@x.test' }))).toBe(-1);
  });
});
