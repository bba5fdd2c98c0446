import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { AppLocation, SessionState } from '#contract/bridge/types';
import type { DeepLink } from './deep-link.ts';
import { openDeepLink } from './open-deep-link.ts';

/** Unit tests run without Electron. The desktop tests show that the real one opens the link. */
const openExternalLink = vi.hoisted(() => vi.fn<(link: string, server: string) => Promise<void>>());
vi.mock('../backend/external-link.ts', () => ({ openExternalLink }));

const state: SessionState = {
  status: 'signed-out',
  server: 'https://flnk.it',
  email: null,
  reason: null,
  persistence: { keychain: true },
};

/** Opens a link. @returns where a window navigated and what was logged */
async function open(link: DeepLink) {
  const write = () => vi.fn<(event: string, fields?: object) => void>();
  const log = { info: write(), warn: write(), error: write() };
  const navigateTo = vi.fn<(location: AppLocation) => void>();
  await openDeepLink(link, { session: { state: () => state }, navigateTo, log });
  return { navigateTo, log };
}

beforeEach(() => {
  openExternalLink.mockReset();
  openExternalLink.mockResolvedValue();
});

describe('openDeepLink', () => {
  it('shows a location in a window, and opens no browser', async () => {
    const location = { screen: 'organization', organizationId: 'one', tab: 'invites' } as const;
    const { navigateTo, log } = await open({ kind: 'location', location });
    expect(navigateTo.mock.calls).toEqual([[location]]);
    expect(log.info.mock.calls).toEqual([['deep_link.opened', { screen: 'organization' }]]);
    expect(openExternalLink).not.toHaveBeenCalled();
  });

  it('opens the invite page on the app’s own server, and logs no token', async () => {
    const { navigateTo, log } = await open({ kind: 'invite-page', token: 'secret-token' });
    expect(openExternalLink.mock.calls).toEqual([
      ['https://flnk.it/support/invite/secret-token', 'https://flnk.it'],
    ]);
    expect(navigateTo).not.toHaveBeenCalled();
    expect(log.info.mock.calls).toEqual([['deep_link.opened', { screen: 'invite-page' }]]);
  });

  it('logs an unknown link and does nothing else', async () => {
    const { navigateTo, log } = await open({ kind: 'unknown', about: 'support' });
    expect(navigateTo).not.toHaveBeenCalled();
    expect(openExternalLink).not.toHaveBeenCalled();
    expect(log.warn.mock.calls).toEqual([['deep_link.unknown', { about: 'support' }]]);
    expect(log.info).not.toHaveBeenCalled();
  });
});
