import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { setDateFormat, setDateLocale } from './date-format.ts';
import { formatDate, formatDateTime, formatDuration, formatRelativeTime } from './format-time.ts';

const now = Date.parse('2026-11-22T12:00:00.000Z');
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

describe('relativeWords', () => {
  it.each([
    [0, 'just now'],
    [-30_000, 'just now'],
    [30_000, 'in less than a minute'],
    [5 * minute, 'in 5 minutes'],
    [5 * hour, 'in 5 hours'],
    [47 * hour, 'in 47 hours'],
    [6 * day, 'in 6 days'],
    [7 * day - 1, 'in 7 days'],
    [-3 * hour, '3 hours ago'],
    [-23 * hour, '23 hours ago'],
    [-59 * day, '59 days ago'],
    [-90 * day, '3 months ago'],
    [-800 * day, '2 years ago'],
  ])('%i ms away', (distance, words) => {
    expect(formatRelativeTime(now + distance, now)).toBe(words);
  });

  it.each([
    ['yesterday evening', new Date(2026, 10, 20, 20, 0), 'yesterday'],
    ['the morning before', new Date(2026, 10, 20, 1, 0), 'yesterday'],
    ['the evening of the day before that', new Date(2026, 10, 19, 23, 59), '2 days ago'],
  ])('counts days as people do: %s', (_when, at, words) => {
    const evening = new Date(2026, 10, 21, 22, 0).getTime();
    expect(formatRelativeTime(at.getTime(), evening)).toBe(words);
  });

  it('never says a number of nothing, and never confuses past and future', () => {
    fc.assert(
      fc.property(fc.integer({ min: -4000 * day, max: 4000 * day }), (distance) => {
        const words = formatRelativeTime(now + distance, now);
        expect(words).not.toMatch(/\b0\b/);
        expect(words.startsWith('in ')).toBe(distance > 0);
      }),
    );
  });
});

describe('exactWords and dateWords', () => {
  const at = new Date(2026, 10, 2, 9, 5).getTime();

  it('write ISO 8601 to the minute, in the time of this place', () => {
    expect(formatDateTime(at, 'iso')).toBe('2026-11-02 09:05');
    expect(formatDate(at, 'iso')).toBe('2026-11-02');
  });

  it('follow what was set', () => {
    setDateFormat('iso');
    expect([formatDateTime(at), formatDate(at)]).toEqual(['2026-11-02 09:05', '2026-11-02']);
    setDateFormat('system');
    expect(formatDate(at)).toBe(new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' }).format(at));
  });

  it('follow the locale of the system’s dates', () => {
    setDateLocale('de-DE');
    expect([formatDateTime(at), formatDate(at)]).toEqual(['02.11.2026, 09:05', '02.11.2026']);
    expect(formatDate(at, 'iso')).toBe('2026-11-02');
    setDateLocale(null);
    expect(formatDate(at)).toBe(new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' }).format(at));
  });
});

describe('formatDuration', () => {
  it.each([
    [8 * day, '8 days'],
    [36 * hour, '36 hours'],
    [119 * minute, '119 minutes'],
    [130_000, '2 minutes'],
    [10_000, '1 minute'],
  ])('writes %i ms as %j', (ms, words) => {
    expect(formatDuration(ms)).toBe(words);
  });
});
