import { describe, expect, it } from 'vitest';
import { withLatest } from './highlighted-rows.ts';

describe('withLatest', () => {
  const numbered = (count: number) => Array.from({ length: count }, (_, n) => `row-${n}`);

  it('adds a row, once', () => {
    expect([...withLatest(new Set(['a', 'b']), 'c')]).toEqual(['a', 'b', 'c']);
    expect([...withLatest(new Set(['a', 'b']), 'a')]).toEqual(['b', 'a']);
  });

  it('keeps the latest two hundred, however many change in a day', () => {
    const ids = numbered(10_000).reduce(withLatest, new Set<string>());
    expect([...ids]).toEqual(numbered(10_000).slice(-200));
  });

  it('counts one that changes again as the latest', () => {
    const full = new Set(numbered(200));
    const again = withLatest(full, 'row-0');
    expect(again.size).toBe(200);
    expect([...withLatest(again, 'new')]).toContain('row-0');
  });
});
