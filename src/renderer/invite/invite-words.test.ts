import { describe, expect, it } from 'vitest';
import { expiringSoonMs as contractExpiringSoonMs, timelineEvent, type Invite } from '#contract/invite';
import { deliveryWords, expiringSoonMs, expiry, timelineWords } from './invite-words.ts';

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
    expiry({ expiresAt: new Date(now + ms).toISOString(), status }, now);

  it.each([
    [expiringSoonMs, 'later'],
    [expiringSoonMs - 1, 'soon'],
    [1, 'soon'],
    [0, 'expired'],
  ])('%i ms before', (ms, expected) => {
    expect(expiringIn(ms)).toBe(expected);
  });

  it.each(['accepted', 'declined', 'revoked'] as const)('is over once %s', (status) => {
    expect(expiringIn(1, status)).toBe('ended');
  });
});

describe('timelineWords', () => {
  const at = '2026-11-22T12:00:00.000Z';

  it.each([
    ['created', 'by FastLinkIt support', 'Invited by FastLinkIt support'],
    ['failed', 'mailbox unavailable', 'The mail server refused the e-mail: mailbox unavailable'],
    ['failed', null, 'The mail server refused the e-mail'],
    ['revoked', 'by Ada', 'Revoked by Ada'],
    ['revoked', 'Replaced by a new invite', 'Revoked: replaced by a new invite'],
    ['accepted', 'by Ines Invitee', 'Accepted by Ines Invitee'],
  ] as const)('%s, %s', (event, detail, words) => {
    expect(timelineWords({ at, event, detail })).toBe(words);
  });

  it.each(timelineEvent.options)('has words for %s', (event) => {
    expect(timelineWords({ at, event, detail: null })).toMatch(/^[A-Z][a-z -]+$/);
  });
});
