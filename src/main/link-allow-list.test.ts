import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allowedLink } from './link-allow-list.ts';

const backend = 'https://flnk.it';
const local = 'http://127.0.0.1:4600';

describe('allowedLink', () => {
  it.each([
    [backend, 'https://flnk.it/support/invite/abc', 'https://flnk.it/support/invite/abc'],
    [backend, 'https://flnk.it:443/Account', 'https://flnk.it/Account'],
    [local, 'http://127.0.0.1:4600/organizations/1/billing', 'http://127.0.0.1:4600/organizations/1/billing'],
    ['http://[::1]:4600', 'http://[::1]:4600/', 'http://[::1]:4600/'],
  ])('of %s lets %s through', (server, link, opened) => {
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
  ])('keeps %s away from the browser', (link) => {
    expect(allowedLink(link, backend)).toBeUndefined();
  });

  it('refuses an unencrypted page even of a backend that was let in over http', () => {
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

  it('opens nothing but the backend, whatever it is given', () => {
    fc.assert(
      fc.property(link, fc.constantFrom(backend, local), (link, server) => {
        const opened = allowedLink(link, server);
        expect(opened === undefined || opened.startsWith(`${server}/`)).toBe(true);
      }),
      { numRuns: 10_000 },
    );
  });
});
