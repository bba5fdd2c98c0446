import { describe, expect, it } from 'vitest';
import { expiryOf, scopesOf, scopeLabel } from './api-key-labels.ts';

describe('expiryOf', () => {
  const now = Date.parse('2026-11-22T13:00:00.000Z');

  it.each([
    ['30', '2026-12-22T13:00:00.000Z'],
    ['90', '2027-02-20T13:00:00.000Z'],
    ['365', '2027-11-22T13:00:00.000Z'],
    ['never', undefined],
  ] as const)('%s', (lifetime, expiry) => {
    expect(expiryOf(lifetime, now)).toBe(expiry);
  });
});

describe('scopeLabel', () => {
  it('says what a key may do', () => {
    expect(scopeLabel(scopesOf.read)).toBe('Read only');
    expect(scopeLabel(scopesOf.write)).toBe('Read and write');
    expect(scopeLabel(['organization:write'])).toBe('Write only');
  });
});
