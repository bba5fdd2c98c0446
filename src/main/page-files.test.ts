import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPageHandler, pageOrigin, pageUrl } from './page-files.ts';
import type { PageHandler } from './page-files.ts';

const script = 'console.log("hello")';
let root: string;
let handle: PageHandler;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'fastlinkit-page-'));
  mkdirSync(join(root, 'renderer', 'assets'), { recursive: true });
  writeFileSync(join(root, 'secret.js'), 'secret');
  writeFileSync(join(root, 'renderer', 'index.html'), '<meta property="csp-nonce" nonce="__CSP_NONCE__" />');
  writeFileSync(join(root, 'renderer', 'assets', 'index-1a.js'), script);
  handle = createPageHandler(join(root, 'renderer'));
});
afterAll(() => rmSync(root, { recursive: true }));

const get = (url: string, headers = {}, method = 'GET') =>
  handle({ url: new URL(url).href, headers, method });

describe('the page', () => {
  it('comes with a policy that lets nothing in, and a nonce of its own each time', () => {
    const nonces = new Set<string>();
    for (let load = 0; load < 3; load += 1) {
      const response = get(pageUrl);
      const policy = response.headers['Content-Security-Policy'] ?? '';
      expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self' 'nonce-");
      expect(policy).not.toContain('unsafe');
      const nonce = /'nonce-([\w-]{22})'/.exec(policy)?.[1] ?? 'none';
      expect(response.data.toString()).toBe(`<meta property="csp-nonce" nonce="${nonce}" />`);
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(3);
  });

  it('comes with its files, as what they are', () => {
    const response = get(`${pageOrigin}/assets/index-1a.js`, { origin: pageOrigin });
    expect(response.headers['Content-Type']).toBe('text/javascript; charset=utf-8');
    expect(response.data.toString()).toBe(script);
  });
});

describe('anything else', () => {
  it.each([
    `${pageOrigin}/`,
    `${pageOrigin}/assets`,
    `${pageOrigin}/assets/`,
    `${pageOrigin}/../secret.js`,
    `${pageOrigin}/%2e%2e/secret.js`,
    `${pageOrigin}/..%2fsecret.js`,
    `${pageOrigin}/..\\secret.js`,
    `${pageOrigin}/assets/..%5c..%5csecret.js`,
    `${pageOrigin}/index.html%00`,
    `${pageOrigin}//index.html`,
    `${pageOrigin}/INDEX.HTML`,
    'app://other/index.html',
    'app://fastlinkit.evil.test/index.html',
    'app://fastlinkit:80/index.html',
    'other://fastlinkit/index.html',
    'http://fastlinkit/index.html',
  ])('like %s is not there', (url) => {
    expect(get(url).statusCode).toBe(404);
  });

  it('is not there whatever is asked for', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webPath(), fc.string({ unit: 'binary' })), (path) => {
        const url = `${pageOrigin}/${path}`;
        fc.pre(URL.canParse(url));
        const isOurs = ['/index.html', '/assets/index-1a.js'].includes(new URL(url).pathname);
        expect(get(url).statusCode).toBe(isOurs ? 200 : 404);
      }),
      { numRuns: 2_000 },
    );
  });

  it('cannot be posted to', () => {
    expect(get(pageUrl, {}, 'POST').statusCode).toBe(404);
  });

  it.each(['https://evil.test', 'http://127.0.0.1:4600', 'null', 'app://other'])(
    'of the page is not for a page of %s to read',
    (origin) => {
      expect(get(pageUrl, { origin }).statusCode).toBe(403);
      expect(get(pageUrl, { Origin: origin }).statusCode).toBe(403);
    },
  );
});
