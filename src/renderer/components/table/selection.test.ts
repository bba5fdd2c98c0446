import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rangeOf } from './selection.ts';

describe('rangeOf', () => {
  const order = ['a', 'b', 'c', 'd'];

  it.each([
    ['b', 'd', ['b', 'c', 'd']],
    ['d', 'b', ['b', 'c', 'd']],
    ['c', 'c', ['c']],
    [undefined, 'c', ['c']],
    ['gone', 'c', ['c']],
    ['a', 'gone', []],
  ])('from %s to %s', (from, to, range) => {
    expect(rangeOf(order, from, to)).toEqual(range);
  });

  it('is the same from either end, in the order shown, with both ends', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { minLength: 1 }), fc.nat(), fc.nat(), (ids, one, other) => {
        const from = ids[one % ids.length] ?? '';
        const to = ids[other % ids.length] ?? '';
        const range = rangeOf(ids, from, to);
        expect(rangeOf(ids, to, from)).toEqual(range);
        expect(new Set([range[0], range.at(-1)])).toEqual(new Set([from, to]));
        expect(ids.join('\n')).toContain(range.join('\n'));
      }),
    );
  });
});
