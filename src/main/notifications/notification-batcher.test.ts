import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Invite } from '#contract/invite/api';
import type { LiveEvent } from '#contract/live/api';
import { createNotificationBatcher, messageOf } from './notification-batcher.ts';
import type { NotificationBatch } from './notification-batcher.ts';

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

let shown: NotificationBatch[];
let batcher: ReturnType<typeof createNotificationBatcher>;
beforeEach(() => {
  vi.useFakeTimers();
  shown = [];
  batcher = createNotificationBatcher((batch) => shown.push(batch));
});
afterEach(() => vi.useRealTimers());

const location = { screen: 'organization', organizationId: 'o1' };

describe('the notification batcher', () => {
  it('notifies of accepted, declined and undeliverable invites', () => {
    batcher.add(event('invite.accepted'));
    batcher.add(event('invite.declined'));
    batcher.add(failed('i2'));
    vi.advanceTimersByTime(1_000);
    expect(shown).toEqual([
      {
        kind: 'accepted',
        organizationId: 'o1',
        emails: [invite.email],
        location: { ...location, tab: 'members' },
      },
      {
        kind: 'declined',
        organizationId: 'o1',
        emails: [invite.email],
        location: { ...location, tab: 'invites', inviteId: 'i1' },
      },
      {
        kind: 'failed',
        organizationId: 'o1',
        emails: ['i2@acme.test'],
        location: { ...location, tab: 'invites', inviteId: 'i2' },
      },
    ]);
  });

  it('does not notify of other events', () => {
    batcher.add(event('invite.created'));
    batcher.add(event('invite.delivery'));
    batcher.add(event('invite.delivery', { delivery: { status: 'queued', attempts: 1, error: 'later' } }));
    batcher.add({ type: 'reset', data: { at } });
    vi.advanceTimersByTime(60_000);
    expect(shown).toEqual([]);
  });

  it('shows few notifications for a thousand events', () => {
    for (let count = 0; count < 1_000; count += 1) {
      batcher.add(failed(`i${count}`));
      vi.advanceTimersByTime(100);
    }
    vi.advanceTimersByTime(30_000);
    expect(shown.length).toBeLessThan(6);
    expect(shown.reduce((sum, { emails }) => sum + emails.length, 0)).toBe(1_000);
    expect(shown.at(-1)?.location).toEqual({ ...location, tab: 'invites' });
  });

  it('batches each organization separately, and counts an invite once', () => {
    batcher.add(event('invite.declined'));
    batcher.add(event('invite.declined'));
    batcher.add(event('invite.declined', {}, 'o2'));
    vi.advanceTimersByTime(1_000);
    expect(shown.map(({ organizationId, emails }) => [organizationId, emails.length])).toEqual([
      ['o1', 1],
      ['o2', 1],
    ]);
  });

  it("goes on when this computer's clock is set back", () => {
    batcher.add(event('invite.declined'));
    vi.advanceTimersByTime(1_000);
    vi.setSystemTime(Date.now() - 8 * 86_400_000);
    batcher.add(event('invite.declined', { id: 'i2' }));
    vi.advanceTimersByTime(30_000);
    expect(shown).toHaveLength(2);
  });

  it('discards pending notifications when it is cleared', () => {
    batcher.add(event('invite.accepted'));
    batcher.clear();
    vi.advanceTimersByTime(60_000);
    expect(shown).toEqual([]);
  });
});

describe('the text of a notification', () => {
  const batchOf = (emails: string[]): NotificationBatch => ({
    kind: 'failed',
    organizationId: 'o1',
    emails,
    location: { screen: 'inbox' },
  });

  it('names a single address and counts several', () => {
    expect(messageOf(batchOf(['a@b.test']), 'Acme')).toEqual({
      title: 'The invite to a@b.test couldn’t be delivered',
      body: 'Acme',
    });
    expect(messageOf(batchOf(['a@b.test', 'c@d.test']), undefined)).toEqual({
      title: '2 invites couldn’t be delivered',
      body: '',
    });
  });
});
