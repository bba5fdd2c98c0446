import { describe, expect, it } from 'vitest';
import { expiringSoonMs, timelineEvents, timelineCodes } from '#contract/invite/model';
import type { Invite, InviteWithTimeline } from '#contract/invite/api';
import { deliveryLabel, expiry, mergedTimeline, shownTimeline, timelineLabel } from './invite-labels.ts';

describe('deliveryLabel', () => {
  it('says why a mail was not delivered', () => {
    expect(deliveryLabel({ status: 'failed', attempts: 1, error: 'mailbox unavailable' })).toBe(
      'Failed: mailbox unavailable',
    );
  });
});

describe('expiry', () => {
  const now = Date.parse('2026-11-22T12:00:00.000Z');
  const expiringIn = (ms: number, status: Invite['status'] = 'pending') =>
    expiry({ expiresAt: new Date(now + ms).toISOString(), status }, now);

  it.each([
    [expiringSoonMs + 1, 'later'],
    [expiringSoonMs, 'soon'],
    [1, 'soon'],
    [0, 'expired'],
  ])('%i ms before', (ms, expected) => {
    expect(expiringIn(ms)).toBe(expected);
  });

  it.each(['accepted', 'declined', 'revoked'] as const)('is over once %s', (status) => {
    expect(expiringIn(1, status)).toBe('ended');
  });
});

describe('timelineLabel', () => {
  const entry = (given: Partial<InviteWithTimeline['timeline'][number]>) =>
    timelineLabel({
      at: '2026-11-22T12:00:00.000Z',
      event: 'created',
      actor: null,
      code: null,
      params: {},
      detail: null,
      ...given,
    });
  const ada = { id: '1', name: 'Ada', staff: false };
  const error = 'mailbox unavailable';

  it('says who did it, and of support staff only that', () => {
    expect(entry({ actor: ada })).toBe('Invited by Ada');
    expect(entry({ event: 'accepted', actor: ada })).toBe('Accepted by Ada');
    expect(entry({ event: 'revoked', actor: { ...ada, staff: true } })).toBe('Revoked by FastLinkIt Support');
    const alike = { ...ada, name: 'FastLinkIt Support' };
    expect(entry({ event: 'revoked', actor: alike })).toBe('Revoked by “FastLinkIt Support” (not staff)');
  });

  it('says why', () => {
    expect(entry({ event: 'revoked', actor: ada, code: 'replaced_by_new_invite' })).toBe(
      'Revoked, replaced by a new invite',
    );
    expect(entry({ event: 'failed', code: 'mail_refused', params: { error } })).toBe(
      'The mail server rejected the email: mailbox unavailable',
    );
  });

  it.each(timelineCodes)('makes no use of the English of the server for %s', (code) => {
    expect(entry({ code, detail: 'in English' })).not.toContain('English');
    expect(entry({ code, actor: ada, detail: 'in English' })).not.toContain('English');
  });

  it.each([undefined, 'of_a_later_release'])('shows the sentence of the server for the code %s', (code) => {
    expect(entry({ event: 'revoked', code, detail: 'by Ada' })).toBe('Revoked · by Ada');
  });

  it('puts an email together with what sent it, within a minute', () => {
    const timeline = (
      [
        ['12:00:01', 'created'],
        ['12:00:01', 'queued'],
        ['12:00:02', 'sent'],
        ['12:10:00', 'resent'],
        ['12:10:00', 'queued'],
        ['12:12:00', 'sent'],
        ['12:20:00', 'resent'],
        ['12:20:00', 'queued'],
        ['12:20:05', 'failed'],
      ] as const
    ).map(([time, event]) => ({ at: `2026-11-30T${time}.000Z`, event, actor: ada, detail: null }));
    expect(mergedTimeline(timeline).map((entry) => timelineLabel(entry, entry.isSent))).toEqual([
      'Invited and sent by Ada',
      'Resent by Ada',
      'Email queued by Ada',
      'Email sent by Ada',
      'Resent by Ada',
      'Email queued by Ada',
      'The mail server rejected the email by Ada',
    ]);
  });

  it('leaves out that the link was opened, which may have been a scanner', () => {
    const at = '2026-11-30T12:00:00.000Z';
    const timeline = (['created', 'opened', 'accepted'] as const).map((event) => ({
      at,
      event,
      detail: null,
    }));
    expect(shownTimeline(timeline).map(({ event }) => event)).toEqual(['created', 'accepted']);
  });

  it.each(timelineEvents.filter((event) => event !== 'opened'))('has words for %s', (event) => {
    expect(entry({ event })).toMatch(/^[A-Z][a-z -]+$/);
  });
});
