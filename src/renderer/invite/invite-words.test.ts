import { describe, expect, it } from 'vitest';
import { expiringSoonMs as contractExpiringSoonMs, type Invite } from '#contract/invite';
import { deliveryWords, expiringSoonMs, expiry } from './invite-words.ts';

it('means by "soon" what the contract means', () => {
  expect(expiringSoonMs).toBe(contractExpiringSoonMs);
});

describe('deliveryWords', () => {
  it('says why a mail was not delivered', () => {
    expect(deliveryWords({ status: 'failed', attempts: 1, error: 'mailbox unavailable' })).toBe(
      'Failed: mailbox unavailable',
    );
  });
});

describe('expiry', () => {
  const now = Date.parse('2026-11-22T12:00:00.000Z');
  const expiringIn = (ms: number, status: Invite['status'] = 'pending') =>
    expiry({ expiresAt: new Date(now + ms).toISOString(), status } as Invite, now);

  it.each([
    [expiringSoonMs, 'later'],
    [expiringSoonMs - 1, 'soon'],
    [1, 'soon'],
    [0, 'expired'],
  ])('%i ms before', (ms, expected) => {
    expect(expiringIn(ms)).toBe(expected);
  });
});
