import { describe, expect, it } from 'vitest';
import { wireTime } from './wire-time.ts';

describe('wireTime', () => {
  it.each([
    ['2026-11-25 08:05:09+00', '2026-11-25T08:05:09.000Z'],
    ['2026-11-25 08:05:09.4+00', '2026-11-25T08:05:09.400Z'],
    ['2026-11-25 08:05:09.42+00', '2026-11-25T08:05:09.420Z'],
    ['2026-11-25 08:05:09.123+00', '2026-11-25T08:05:09.123Z'],
    ['2026-11-25 08:05:09.123987+00', '2026-11-25T08:05:09.123Z'],
  ])('formats %s as %s', (text, written) => {
    expect(wireTime(text)).toBe(written);
    expect(new Date(text).toISOString()).toBe(written);
  });

  it.each([
    ['2026-11-25 10:05:09.123+02', '2026-11-25T08:05:09.123Z'],
    ['2026-11-25 13:35:09.5+05:30', '2026-11-25T08:05:09.500Z'],
    ['2026-11-24 23:05:09-09', '2026-11-25T08:05:09.000Z'],
  ])('converts %s of a database in another time zone', (text, written) => {
    expect(wireTime(text)).toBe(written);
  });

  it('formats a Date', () => {
    expect(wireTime(new Date(0))).toBe('1970-01-01T00:00:00.000Z');
  });
});
