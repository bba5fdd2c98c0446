import { QueryClient } from '@tanstack/react-query';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Invite } from '#contract/invite/api';
import { toLoadedPage, rowsOf, type ListData } from '../data/paged-list.ts';

// What the preload script puts there; nothing here asks it for anything.
vi.stubGlobal('window', { fastlinkit: {} });
const { applyEvent } = await import('./live-updates.ts');

const at = '2026-11-25T12:00:00.000Z';
const invite: Invite = {
  id: 'one',
  organizationId: 'acme',
  email: 'one@example.test',
  role: 'agent',
  status: 'pending',
  createdAt: at,
  expiresAt: at,
  lastSentAt: at,
  sendCount: 1,
  invitedBy: null,
  delivery: { status: 'queued', attempts: 0, error: null },
  openedAt: null,
  endedAt: null,
};
const sent: Invite = { ...invite, delivery: { status: 'sent', attempts: 1, error: null } };

describe('a live event about the email of an invite', () => {
  let client: QueryClient;

  const keyOf = (status: 'open' | 'all') => ['invites', 'acme', { status, sort: 'created', search: '' }];
  const shown = (status: 'open' | 'all') =>
    rowsOf(client.getQueryData<ListData<Invite>>(keyOf(status))).map((row) => [
      row.status,
      row.delivery.status,
    ]);

  beforeEach(() => {
    client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } });
    for (const status of ['open', 'all'] as const) {
      const page = toLoadedPage({ items: [invite], nextCursor: null, total: 1, totalIsCapped: false });
      client.setQueryData<ListData<Invite>>(keyOf(status), { pages: [page], pageParams: [undefined] });
    }
  });

  it('is shown at its row', () => {
    applyEvent(client, { type: 'invite.delivery', data: { organizationId: 'acme', at, invite: sent } });
    expect(shown('open')).toEqual([['pending', 'sent']]);
    expect(shown('all')).toEqual([['pending', 'sent']]);
  });

  it('brings nobody back who has accepted meanwhile, though it was written before that', () => {
    const accepted: Invite = { ...invite, status: 'accepted', endedAt: at };
    applyEvent(client, { type: 'invite.accepted', data: { organizationId: 'acme', at, invite: accepted } });
    applyEvent(client, { type: 'invite.delivery', data: { organizationId: 'acme', at, invite: sent } });
    expect(shown('open')).toEqual([]);
    expect(shown('all')).toEqual([['accepted', 'sent']]);
  });
});
