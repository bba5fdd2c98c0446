import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRendererHandler, appOrigin, indexUrl } from './renderer-files.ts';
import type { FileHandler } from './renderer-files.ts';

const script = 'console.log("hello")';
let root: string;
let handle: FileHandler;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'fastlinkit-page-'));
  mkdirSync(join(root, 'renderer', 'assets'), { recursive: true });
  writeFileSync(join(root, 'secret.js'), 'secret');
  writeFileSync(join(root, 'renderer', 'index.html'), '<meta property="csp-nonce" nonce="__CSP_NONCE__" />');
  writeFileSync(join(root, 'renderer', 'assets', 'index-1a.js'), script);
  handle = createRendererHandler(join(root, 'renderer'));
});
afterAll(() => rmSync(root, { recursive: true }));

const get = (url: string, headers = {}, method = 'GET') =>
  handle({ url: new URL(url).href, headers, method });

describe('the renderer’s files', () => {
  it('are served with a strict content security policy and a fresh nonce for each load', () => {
    const nonces = new Set<string>();
    for (let load = 0; load < 3; load += 1) {
      const response = get(indexUrl);
      const policy = response.headers['Content-Security-Policy'] ?? '';
      expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self' 'nonce-");
      expect(policy).not.toContain('unsafe');
      const nonce = /'nonce-([\w-]{22})'/.exec(policy)?.[1] ?? 'none';
      expect(response.data.toString()).toBe(`<meta property="csp-nonce" nonce="${nonce}" />`);
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(3);
  });

  it('are served with their content types', () => {
    const response = get(`${appOrigin}/assets/index-1a.js`, { origin: appOrigin });
    expect(response.headers['Content-Type']).toBe('text/javascript; charset=utf-8');
    expect(response.data.toString()).toBe(script);
  });
});

describe('a request for another file', () => {
  it.each([
    `${appOrigin}/`,
    `${appOrigin}/assets`,
    `${appOrigin}/assets/`,
    `${appOrigin}/../secret.js`,
    `${appOrigin}/%2e%2e/secret.js`,
    `${appOrigin}/..%2fsecret.js`,
    `${appOrigin}/..\\secret.js`,
    `${appOrigin}/assets/..%5c..%5csecret.js`,
    `${appOrigin}/index.html%00`,
    `${appOrigin}//index.html`,
    `${appOrigin}/INDEX.HTML`,
    'app://other/index.html',
    'app://fastlinkit.evil.test/index.html',
    'app://fastlinkit:80/index.html',
    'other://fastlinkit/index.html',
    'http://fastlinkit/index.html',
  ])('is answered with 404 for %s', (url) => {
    expect(get(url).statusCode).toBe(404);
  });

  it('is answered with 404 for any random path', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webPath(), fc.string({ unit: 'binary' })), (path) => {
        const url = `${appOrigin}/${path}`;
        fc.pre(URL.canParse(url));
        const isOurs = ['/index.html', '/assets/index-1a.js'].includes(new URL(url).pathname);
        expect(get(url).statusCode).toBe(isOurs ? 200 : 404);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is answered with 404 for a POST', () => {
    expect(get(indexUrl, {}, 'POST').statusCode).toBe(404);
  });

  it.each(['https://evil.test', 'http://127.0.0.1:4600', 'null', 'app://other'])(
    'is answered with 403 when it comes from the origin %s',
    { tags: ['guard:app-scheme-origin'] },
    (origin) => {
      expect(get(indexUrl, { origin }).statusCode).toBe(403);
      expect(get(indexUrl, { Origin: origin }).statusCode).toBe(403);
    },
  );
});
