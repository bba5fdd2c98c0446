import { expect, test } from 'vitest';
import { formatTime } from './format-time.ts';

test('formatTime names day, time and zone', () => {
  expect(formatTime('2026-11-29T13:00:00.000Z')).toBe('Sunday, 29 November 2026, 13:00 UTC');
  expect(formatTime('2026-09-01T00:05:59.999Z')).toBe('Tuesday, 1 September 2026, 00:05 UTC');
});
