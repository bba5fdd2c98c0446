import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { safeFileName } from './file-name.ts';

const name = (wanted: string) => safeFileName(wanted, 'fallback.csv');

describe('safeFileName', () => {
  it.each([
    ['Acme Support members 2026-11-22.csv', 'Acme Support members 2026-11-22.csv'],
    ['Müller & Söhne.csv', 'Müller & Söhne.csv'],
    ['../../etc/passwd', 'etc passwd'],
    ['C:\\Windows\\win.ini', 'C Windows win.ini'],
    ['a/b: "c"?.csv', 'a b c.csv'],
    ['tab\there\u202E\u0000.csv', 'tabhere.csv'],
    ['...hidden.csv', 'hidden.csv'],
    ['dots....', 'dots'],
  ])('makes of %j %j', (wanted, safe) => {
    expect(name(wanted)).toBe(safe);
  });

  it.each(['', '   ', '..', '/', 'con', 'NUL.csv', 'com1.txt'])('has another name for %j', (wanted) => {
    expect(name(wanted)).toBe('fallback.csv');
  });

  it('cuts a long one, but not its ending', () => {
    expect(name(`${'x'.repeat(500)}.csv`)).toBe(`${'x'.repeat(116)}.csv`);
  });

  it('is one name, whatever the words', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (wanted) => {
        const safe = name(wanted);
        expect(safe).not.toMatch(/[<>:"/\\|?*\p{Cc}]|^[ .]|[ .]$/u);
        expect(safe.length).toBeGreaterThan(0);
        expect(safe.isWellFormed()).toBe(true);
        expect(safeFileName(safe, 'fallback.csv')).toBe(safe);
      }),
      { numRuns: 10_000 },
    );
  });
});
