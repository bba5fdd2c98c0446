import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beginFileName, safeFileName } from './file-name.ts';

const name = (wanted: string) => safeFileName(wanted, 'fallback.csv');

describe('safeFileName', () => {
  it.each([
    ['Acme Support members 2026-11-22.csv', 'Acme Support members 2026-11-22.csv'],
    ['Müller & Söhne.csv', 'Müller & Söhne.csv'],
    ['../../etc/passwd', 'etc passwd'],
    ['C:\\Windows\\win.ini', 'C Windows win.ini'],
    ['a/b: "c"?.csv', 'a b c.csv'],
    ['tab\there\u202E\u0000.csv', 'tab here.csv'],
    ['...hidden.csv', 'hidden.csv'],
    ['dots....', 'dots'],
    ['con', 'con!'],
    ['NUL.csv', 'NUL!.csv'],
    ['/.com1.txt', 'com1!.txt'],
  ])('turns %j into %j', (wanted, safe) => {
    expect(name(wanted)).toBe(safe);
  });

  it.each(['', '   ', '..', '/', '\u202E'])('uses the fallback for %j', (wanted) => {
    expect(name(wanted)).toBe('fallback.csv');
  });

  it('shortens a long name but keeps its extension', () => {
    expect(name(`${'x'.repeat(500)}.csv`)).toBe(`${'x'.repeat(116)}.csv`);
  });

  it('cuts a name to 255 bytes, by whole characters', () => {
    expect(name('社'.repeat(100))).toBe('社'.repeat(85));
    expect(name(`${'社'.repeat(100)}.csv`)).toBe(`${'社'.repeat(83)}.csv`);
    const family = '👨‍👩‍👧‍👦';
    expect(name(`${family.repeat(20)}.csv`)).toBe(`${family.repeat(10)}.csv`);
    expect(name(`a.${'社'.repeat(100)}`)).toBe(`a.${'社'.repeat(84)}`);
    // One letter with marks without end.
    expect(name(`e${'\u0301'.repeat(300)}.csv`)).toBe('fallback.csv');
  });

  it('returns a valid name, which stays the same when it is cleaned again, for 10,000 random texts', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (wanted) => {
        const safe = name(wanted);
        expect(safe).not.toMatch(/[<>:"/\\|?*\p{Cc}]|^[ .]|[ .]$/u);
        expect(safe.length).toBeGreaterThan(0);
        expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(255);
        expect(safe.isWellFormed()).toBe(true);
        expect(safeFileName(safe, 'fallback.csv')).toBe(safe);
      }),
      { numRuns: 10_000 },
    );
    // A few seconds by itself; a busy machine needs longer.
  }, 60_000);
});

describe('beginFileName', () => {
  const rest = ' members 2026-11-22.csv';

  it('joins both parts', () => {
    expect(beginFileName('Acme Support', rest)).toBe('Acme Support members 2026-11-22.csv');
  });

  it('cuts the first part and keeps the second', () => {
    expect(beginFileName('社'.repeat(100), rest)).toBe(`${'社'.repeat(77)}${rest}`);
    expect(beginFileName('x'.repeat(200), rest)).toHaveLength(120);
  });
});
