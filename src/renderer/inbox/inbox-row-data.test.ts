import { describe, expect, it } from 'vitest';
import type { InboxItem } from '#contract/inbox/api';
import { seatsFullLabel, invitesOf, toInboxRow } from './inbox-row-data.ts';

const seats = { maxSeats: 10, members: 8, pendingInvites: 2, used: 10, available: 0 };
const organization = { id: 'o', name: 'Acme', seats };
const invite: InboxItem['invite'] = {
  id: 'i',
  organizationId: 'o',
  email: 'a@b.test',
  role: 'agent',
  status: 'pending',
  createdAt: '2026-11-22T13:00:00.000Z',
  expiresAt: '2026-11-23T13:00:00.000Z',
  lastSentAt: '2026-11-22T13:00:00.000Z',
  sendCount: 1,
  invitedBy: null,
  delivery: { status: 'failed', attempts: 1, error: 'mailbox unavailable' },
  openedAt: null,
  endedAt: null,
};

describe('the inbox', () => {
  it('says how full an organization is', () => {
    expect(seatsFullLabel(seats)).toBe('10 of 10 seats used');
    expect(seatsFullLabel({ ...seats, used: 12 })).toBe('2 over the limit of 10 seats');
  });

  it('acts once on an invite that is shown for two reasons', () => {
    const rows = [
      toInboxRow({ kind: 'failed', organization, invite }),
      toInboxRow({ kind: 'expiring', organization, invite }),
      toInboxRow({ kind: 'full', organization }),
    ];
    expect(new Set(rows.map(({ id }) => id)).size).toBe(3);
    expect(invitesOf(rows)).toEqual([invite]);
  });
});
