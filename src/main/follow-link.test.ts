import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Place } from '#contract/admin-bridge';
import { BridgeProblemError, problemOf } from './bridge-problem.ts';
import { openExternalLink } from './external-link.ts';
import { followLink } from './follow-link.ts';

/** Electron is not there in a unit test; that the real one opens what it is handed, the desktop tests show. */
const openExternal = vi.hoisted(() => vi.fn<(url: string) => Promise<void>>());
vi.mock('electron', () => ({ shell: { openExternal } }));

const server = 'https://flnk.it';

/** What a link did: where a window went, what was opened, what was logged. */
async function follow(link: Parameters<typeof followLink>[0]) {
  const say = () => vi.fn<(event: string, facts?: object) => void>();
  const log = { info: say(), warn: say(), error: say() };
  const goTo = vi.fn<(place: Place) => void>();
  const parts = { session: { state: () => ({ server }) }, windows: { goTo }, log };
  await followLink(link, parts as unknown as Parameters<typeof followLink>[1]);
  return { goTo, log };
}

beforeEach(() => {
  openExternal.mockReset();
  openExternal.mockResolvedValue();
});

describe('followLink', () => {
  it('leads a window to a place, and opens nothing', async () => {
    const place = { screen: 'organization', organizationId: 'one', tab: 'invites' } as const;
    const { goTo, log } = await follow({ kind: 'place', place });
    expect(goTo.mock.calls).toEqual([[place]]);
    expect(log.info.mock.calls).toEqual([['link.followed', { screen: 'organization' }]]);
    expect(openExternal).not.toHaveBeenCalled();
  });

  it('opens the invite page of the server that the app knows, and logs no token', async () => {
    const { goTo, log } = await follow({ kind: 'invite-page', token: 'secret-token' });
    expect(openExternal.mock.calls).toEqual([['https://flnk.it/support/invite/secret-token']]);
    expect(goTo).not.toHaveBeenCalled();
    expect(log.info.mock.calls).toEqual([['link.followed', { screen: 'invite-page' }]]);
  });

  it('does nothing with what it does not know, but to say so', async () => {
    const { goTo, log } = await follow({ kind: 'unknown', about: 'support' });
    expect(goTo).not.toHaveBeenCalled();
    expect(openExternal).not.toHaveBeenCalled();
    expect(log.warn.mock.calls).toEqual([['link.unknown', { about: 'support' }]]);
    expect(log.info).not.toHaveBeenCalled();
  });
});

describe('openExternalLink', () => {
  it('opens a page of the backend', async () => {
    await openExternalLink('https://flnk.it:443/Account', server);
    expect(openExternal.mock.calls).toEqual([['https://flnk.it/Account']]);
  });

  it('refuses what leads elsewhere, in words, and opens nothing', async () => {
    const refused = openExternalLink('https://evil.test/', server);
    await expect(refused).rejects.toBeInstanceOf(BridgeProblemError);
    expect(problemOf(await refused.catch((error: unknown) => error))).toEqual({
      code: 'forbidden',
      detail: 'This link does not lead to https://flnk.it, so it was not opened.',
    });
    expect(openExternal).not.toHaveBeenCalled();
  });

  it('says so when no browser could be started, and keeps the cause for the log', async () => {
    const cause = new Error('no browser');
    openExternal.mockRejectedValue(cause);
    const failed = await openExternalLink('https://flnk.it/', server).catch((error: unknown) => error);
    expect(problemOf(failed)).toEqual({ code: 'internal', detail: 'The browser could not be opened.' });
    expect(failed).toMatchObject({ cause });
  });
});
