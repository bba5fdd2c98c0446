import type { IncomingHttpHeaders } from 'node:http';
import { describe, expect, it } from 'vitest';
import { isSameOrigin } from './same-origin.ts';

const own = ['https://fastlinkit.example'];

function post(headers: IncomingHttpHeaders): boolean {
  return isSameOrigin({ method: 'POST', headers: { host: '127.0.0.1:4600', ...headers } }, own);
}

describe('isSameOrigin', () => {
  it('evaluates Sec-Fetch-Site if the browser sends it', () => {
    expect(post({ 'sec-fetch-site': 'same-origin' })).toBe(true);
    expect(post({ 'sec-fetch-site': 'none' })).toBe(true);
    expect(post({ 'sec-fetch-site': 'same-site' })).toBe(false);
    expect(post({ 'sec-fetch-site': 'cross-site' })).toBe(false);
    expect(post({ 'sec-fetch-site': 'cross-site', origin: 'https://fastlinkit.example' })).toBe(false);
  });

  it('evaluates Origin otherwise', () => {
    expect(post({ origin: 'http://127.0.0.1:4600' })).toBe(true);
    expect(post({ origin: 'https://fastlinkit.example' })).toBe(true);
    expect(post({ origin: 'https://elsewhere.example' })).toBe(false);
    expect(post({ origin: 'http://127.0.0.1:4601' })).toBe(false);
    expect(post({ origin: 'https://fastlinkit.example.elsewhere.example' })).toBe(false);
    expect(post({ origin: 'null' })).toBe(false);
    expect(post({ origin: 'not an origin' })).toBe(false);
  });

  it('accepts requests of other clients', () => {
    expect(post({})).toBe(true);
  });

  it('accepts methods that change nothing', () => {
    for (const method of ['GET', 'HEAD', 'OPTIONS']) {
      expect(isSameOrigin({ method, headers: { 'sec-fetch-site': 'cross-site' } }, own)).toBe(true);
    }
    for (const method of ['PUT', 'PATCH', 'DELETE']) {
      expect(isSameOrigin({ method, headers: { 'sec-fetch-site': 'cross-site' } }, own)).toBe(false);
    }
  });
});
