import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Invite } from '#contract/invite';
import type { LiveEvent } from '#contract/live';
import { createNotices, wordsOf } from './notices.ts';
import type { Notice } from './notices.ts';

const at = '2026-11-22T13:00:00.000Z';
const invite: Invite = {
  id: 'i1',
  organizationId: 'o1',
  email: 'ines@acme.test',
  role: 'agent',
  status: 'pending',
  createdAt: at,
  expiresAt: at,
  lastSentAt: at,
  sendCount: 1,
  invitedBy: null,
  delivery: { status: 'sent', attempts: 1, error: null },
  openedAt: null,
  endedAt: null,
};
type InviteEvent = Extract<LiveEvent, { data: { invite: unknown } }>['type'];
const event = (type: InviteEvent, given: Partial<Invite> = {}, organizationId = 'o1'): LiveEvent => ({
  type,
  data: { organizationId, at, invite: { ...invite, ...given } },
});
const failed = (id: string): LiveEvent =>
  event('invite.delivery', {
    id,
    email: `${id}@acme.test`,
    delivery: { status: 'failed', attempts: 1, error: 'no such mailbox' },
  });

let shown: Notice[];
let notices: ReturnType<typeof createNotices>;
beforeEach(() => {
  vi.useFakeTimers();
  shown = [];
  notices = createNotices((notice) => shown.push(notice));
});
afterEach(() => vi.useRealTimers());

const place = { screen: 'organization', organizationId: 'o1' };

describe('notices', () => {
  it('tell who accepted, who declined, and what could not be delivered', () => {
    notices.take(event('invite.accepted'));
    notices.take(event('invite.declined'));
    notices.take(failed('i2'));
    vi.advanceTimersByTime(1_000);
    expect(shown).toEqual([
      { kind: 'accepted', organizationId: 'o1', emails: [invite.email], place: { ...place, tab: 'members' } },
      {
        kind: 'declined',
        organizationId: 'o1',
        emails: [invite.email],
        place: { ...place, tab: 'invites', inviteId: 'i1' },
      },
      {
        kind: 'failed',
        organizationId: 'o1',
        emails: ['i2@acme.test'],
        place: { ...place, tab: 'invites', inviteId: 'i2' },
      },
    ]);
  });

  it('tell nothing else', () => {
    notices.take(event('invite.created'));
    notices.take(event('invite.delivery'));
    notices.take(event('invite.delivery', { delivery: { status: 'queued', attempts: 1, error: 'later' } }));
    notices.take({ type: 'reset', data: { at } });
    vi.advanceTimersByTime(60_000);
    expect(shown).toEqual([]);
  });

  it('tell a thousand at once as a few', () => {
    for (let count = 0; count < 1_000; count += 1) {
      notices.take(failed(`i${count}`));
      vi.advanceTimersByTime(100);
    }
    vi.advanceTimersByTime(30_000);
    expect(shown.length).toBeLessThan(6);
    expect(shown.reduce((sum, { emails }) => sum + emails.length, 0)).toBe(1_000);
    expect(shown.at(-1)?.place).toEqual({ ...place, tab: 'invites' });
  });

  it('tell each organization by itself, and an invite once', () => {
    notices.take(event('invite.declined'));
    notices.take(event('invite.declined'));
    notices.take(event('invite.declined', {}, 'o2'));
    vi.advanceTimersByTime(1_000);
    expect(shown.map(({ organizationId, emails }) => [organizationId, emails.length])).toEqual([
      ['o1', 1],
      ['o2', 1],
    ]);
  });

  it('forget what they have not told when somebody signs out', () => {
    notices.take(event('invite.accepted'));
    notices.clear();
    vi.advanceTimersByTime(60_000);
    expect(shown).toEqual([]);
  });
});

describe('the words of a notice', () => {
  const notice = (emails: string[]): Notice => ({
    kind: 'failed',
    organizationId: 'o1',
    emails,
    place: { screen: 'inbox' },
  });

  it('name one by its address and count more', () => {
    expect(wordsOf(notice(['a@b.test']), 'Acme')).toEqual({
      title: 'The invite to a@b.test could not be delivered',
      body: 'Acme',
    });
    expect(wordsOf(notice(['a@b.test', 'c@d.test']), undefined)).toEqual({
      title: '2 invites could not be delivered',
      body: '',
    });
  });
});
