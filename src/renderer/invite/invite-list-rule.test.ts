import { describe, expect, it } from 'vitest';
import type { Invite } from '#contract/invite';
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
    const sorted = (sort: 'created' | 'expires') =>
      [late, twin, early]
        .toSorted(inviteListRule({ status: 'pending', sort, search: '' }).compare)
        .map(({ id }) => id);
    expect(sorted('created')).toEqual(['d', 'c', 'b']);
    expect(sorted('expires')).toEqual(['c', 'd', 'b']);
  });
});
