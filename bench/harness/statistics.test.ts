import { expect, test } from 'vitest';
import { median, percentile } from './statistics.ts';

test('returns the median of an odd and of an even number of figures', () => {
  expect(median([5, 1, 9])).toBe(5);
  expect(median([10, 2, 4, 8])).toBe(6);
  expect(() => median([])).toThrow('no figures');
});

test('returns a measured figure as the percentile', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect(percentile(hundred, 95)).toBe(95);
  expect(percentile(hundred, 100)).toBe(100);
  expect(percentile([7], 1)).toBe(7);
});
