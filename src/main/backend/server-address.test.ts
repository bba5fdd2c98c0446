import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isLoopback, parseServerAddress } from './server-address.ts';

/** Whether a password may be sent there. */
function isSafe(origin: string): boolean {
  const url = new URL(origin);
  return url.origin === origin && (url.protocol === 'https:' || isLoopback(url.hostname));
}

describe('parseServerAddress', () => {
  it.each([
    ['http://127.0.0.1:4600', 'http://127.0.0.1:4600'],
    ['  http://127.0.0.1:4600/ ', 'http://127.0.0.1:4600'],
    ['127.0.0.1:4600', 'http://127.0.0.1:4600'],
    ['localhost:4600', 'http://localhost:4600'],
    ['http://[::1]:4600', 'http://[::1]:4600'],
    ['https://localhost', 'https://localhost'],
    ['https://Flnk.IT', 'https://flnk.it'],
    ['flnk.it', 'https://flnk.it'],
    ['flnk.it:8443', 'https://flnk.it:8443'],
    ['https://bücher.example', 'https://xn--bcher-kva.example'],
    // As people copy it: out of a text, a browser, a chat.
    ['https://flnk.it/app', 'https://flnk.it'],
    ['https://flnk.it/?a=b', 'https://flnk.it'],
    ['https://flnk.it/#a', 'https://flnk.it'],
    ['http://127.0.0.1:4600/Account/Login?returnUrl=%2FAccount', 'http://127.0.0.1:4600'],
    ['flnk.it/Account/Login', 'https://flnk.it'],
    ['\u200bhttps://flnk.it\u200b', 'https://flnk.it'],
    ['https://fl\u200bnk.it\ufeff', 'https://flnk.it'],
    ['<https://flnk.it>', 'https://flnk.it'],
    ['<https://flnk.it/>.', 'https://flnk.it'],
    ['“https://flnk.it”,', 'https://flnk.it'],
    ['(http://[::1]:4600)', 'http://[::1]:4600'],
    ['[::1]:4600', 'http://[::1]:4600'],
    ['http:/127.0.0.1:4600', 'http://127.0.0.1:4600'],
    ['http:127.0.0.1:4600', 'http://127.0.0.1:4600'],
    ['https///flnk.it', 'https://flnk.it'],
    ['HTTPS:\\\\flnk.it\\app', 'https://flnk.it'],
  ])('accepts %s', (written, origin) => {
    expect(parseServerAddress(written)).toEqual({ ok: true, origin });
  });

  it.each([
    '',
    '   ',
    'http://flnk.it',
    'http://10.0.0.1:4600',
    'http://127.0.0.1.evil.test',
    'ftp://flnk.it',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'https://',
    'https://user@flnk.it',
    'https://user:secret@flnk.it',
    'not a server',
  ])('rejects "%s" with a reason', (written) => {
    const address = parseServerAddress(written);
    expect(address).toMatchObject({ ok: false });
  });

  it('returns an origin that is safe for a password, or a reason, for any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl(), fc.domain()), (written) => {
        const address = parseServerAddress(written);
        expect(address.ok ? isSafe(address.origin) : address.reason.length > 0).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
