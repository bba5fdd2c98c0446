import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainName } from './plain-name.ts';

describe('plainName', () => {
  it.each([
    'Acme Support',
    'Ada Lovelace',
    'Müller & Söhne GmbH',
    '株式会社アクメ',
    "O'Neill",
    'Dr. Watson',
    'Family 👩‍👩‍👧',
  ])('keeps %s unchanged', (name) => {
    expect(plainName(name)).toBe(name);
  });

  it('makes one line, without characters that hide or reorder letters', () => {
    expect(plainName('Acme\r\nBcc: victim@example.com')).not.toMatch(/[\r\n]/);
    expect(plainName('  Acme \u2028 \u202egnp.exe\u202c\u0000 ')).toBe('Acme gnp\u200c.\u200cexe');
  });

  it('breaks up text that a mail program would turn into a link', () => {
    for (const address of [
      'https://evil.example/a',
      'evil.example',
      'www.evil.example',
      'a@evil.example',
      'mailto:a@b.example',
    ]) {
      expect(plainName(`Acme ${address} now`).replaceAll('\u200c', '')).toBe(`Acme ${address} now`);
      expect(plainName(`Acme ${address} now`)).not.toContain(address);
      expect(plainName(`Acme ${address} now`)).not.toMatch(/\w[.:@]\w|:\/\//);
    }
  });

  it('limits the length without splitting letters', () => {
    expect(plainName('x'.repeat(80))).toBe('x'.repeat(80));
    expect(plainName('x'.repeat(81))).toBe(`${'x'.repeat(79)}…`);
    expect(plainName('👩‍👩‍👧'.repeat(100))).toBe(`${'👩‍👩‍👧'.repeat(79)}…`);
  });

  it('keeps these rules for any name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
        const plain = plainName(name);
        expect(plain).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u);
        expect(plain).not.toMatch(/[^\s\u200c][.:@]\w/u);
      }),
      { numRuns: 2_000 },
    );
  }, 30_000);
});
