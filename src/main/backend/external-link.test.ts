import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFakeBrowser } from '../../../test/helpers/fake-browser.ts';
import type { FakeBrowser } from '../../../test/helpers/fake-browser.ts';
import { BridgeProblemError, problemOf } from './bridge-problem.ts';
import { allowedLink, openExternalLink } from './external-link.ts';

/** Unit tests run without Electron. The desktop tests show that the real one opens the link. */
const { openExternal, showMessageBox, writeText } = vi.hoisted(() => ({
  openExternal: vi.fn<(url: string) => Promise<void>>(),
  showMessageBox: vi.fn<(question: unknown) => Promise<{ response: number }>>(),
  writeText: vi.fn<(text: string) => void>(),
}));
vi.mock('electron', () => ({
  BrowserWindow: { getFocusedWindow: () => null },
  clipboard: { writeText },
  dialog: { showMessageBox },
  shell: { openExternal },
}));

let browser: FakeBrowser;
/** From now on the system opens links, or has no program for it. */
function useBrowser(exitCode: number): void {
  browser = createFakeBrowser(exitCode);
  vi.stubEnv('PATH', browser.folder);
  if (exitCode === 0) openExternal.mockResolvedValue();
  else openExternal.mockRejectedValue(new Error('no browser'));
}
const opened = (): string[] =>
  process.platform === 'linux' ? browser.opened() : openExternal.mock.calls.map(([url]) => url);

beforeEach(() => {
  vi.resetAllMocks();
  useBrowser(0);
});
afterEach(() => {
  vi.unstubAllEnvs();
  browser.remove();
});

const backend = 'https://flnk.it';
const local = 'http://127.0.0.1:4600';

describe('allowedLink', () => {
  it.each([
    [backend, 'https://flnk.it/support/invite/abc', 'https://flnk.it/support/invite/abc'],
    [backend, 'https://flnk.it:443/Account', 'https://flnk.it/Account'],
    [local, 'http://127.0.0.1:4600/organizations/1/billing', 'http://127.0.0.1:4600/organizations/1/billing'],
    ['http://[::1]:4600', 'http://[::1]:4600/', 'http://[::1]:4600/'],
  ])('allows, for the server %s, the link %s', (server, link, opened) => {
    expect(allowedLink(link, server)).toBe(opened);
  });

  it.each([
    'http://flnk.it/',
    'https://flnk.it:8443/',
    'https://flnk.it.evil.test/',
    'https://evil.test/?https://flnk.it/',
    'https://flnk.it@evil.test/',
    'https://user@flnk.it/',
    'https://user:password@flnk.it/',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'data:text/html,hello',
    'blob:https://flnk.it/0b2b',
    'filesystem:https://flnk.it/temporary/a',
    'smb://flnk.it/share',
    'ms-msdt:/id',
    'mailto:a@flnk.it',
    '//flnk.it/',
    '/support',
    '',
  ])('rejects the link %j', (link) => {
    expect(allowedLink(link, backend)).toBeUndefined();
  });

  it('rejects a page over http unless the server is on this computer', () => {
    expect(allowedLink('http://10.0.0.1/', 'http://10.0.0.1')).toBeUndefined();
  });

  const scheme = fc.constantFrom(
    'http',
    'https',
    'HTTPS',
    'file',
    'javascript',
    'data',
    'smb',
    'vscode',
    'app',
    '',
  );
  const link = fc.oneof(
    fc.string(),
    fc.webUrl({ withFragments: true, withQueryParameters: true }),
    fc
      .tuple(scheme, fc.constantFrom(':', '://', ':///', ':\\\\', ':%2f%2f'), fc.string(), fc.string())
      .map(([scheme, colon, host, rest]) => `${scheme}${colon}${host}/${rest}`),
    fc.tuple(fc.string(), fc.string()).map(([before, after]) => `${before}https://flnk.it${after}`),
  );

  it('allows pages of the server only, among 10,000 random links', () => {
    fc.assert(
      fc.property(link, fc.constantFrom(backend, local), (link, server) => {
        const opened = allowedLink(link, server);
        expect(opened === undefined || opened.startsWith(`${server}/`)).toBe(true);
      }),
      { numRuns: 10_000 },
    );
  });
});

describe('openExternalLink', () => {
  it('opens a page of the server in the browser', async () => {
    await openExternalLink('https://flnk.it:443/Account', backend);
    expect(opened()).toEqual(['https://flnk.it/Account']);
    expect(showMessageBox).not.toHaveBeenCalled();
  });

  it('rejects a link to another server with a sentence, and opens nothing', async () => {
    const refused = openExternalLink('https://evil.test/', backend);
    await expect(refused).rejects.toBeInstanceOf(BridgeProblemError);
    expect(problemOf(await refused.catch((error: unknown) => error))).toEqual({
      code: 'forbidden',
      detail: 'This link doesn’t lead to https://flnk.it, so it wasn’t opened.',
    });
    expect(opened()).toEqual([]);
  });

  it.each([
    ['fails', () => useBrowser(3)],
    [
      'is missing',
      () => {
        useBrowser(3);
        vi.stubEnv('PATH', '/nowhere');
      },
    ],
  ])(
    'says that no program opens links when the one of the system %s, and copies the link',
    async (_what, set) => {
      set();
      showMessageBox.mockResolvedValueOnce({ response: 1 });
      await openExternalLink('https://flnk.it/Account', backend);
      expect(showMessageBox).toHaveBeenCalledWith(
        expect.objectContaining({ message: 'No program on this computer opens links.' }),
      );
      expect(writeText).not.toHaveBeenCalled();
      showMessageBox.mockResolvedValueOnce({ response: 0 });
      await openExternalLink('https://flnk.it/Account', backend);
      expect(writeText.mock.calls).toEqual([['https://flnk.it/Account']]);
    },
  );
});

it(
  'external-link.ts is the only file of the main process that opens anything with the system',
  { tags: ['guard:external-link-single'] },
  () => {
    const folder = join(import.meta.dirname, '..');
    const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /(?<!\.test)\.ts$/.test(name),
    );
    const opening = sources.filter((name) =>
      /\bshell\b|openExternal\(|openPath\(|xdg-open/.test(readFileSync(join(folder, name), 'utf8')),
    );
    expect(sources.length).toBeGreaterThan(50);
    expect(opening).toEqual([join('backend', 'external-link.ts')]);
  },
);
