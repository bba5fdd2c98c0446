import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { setDateFormat } from './date-format.ts';
import { dateWords, exactWords, relativeWords } from './time-words.ts';

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
    [-90 * day, '3 months ago'],
    [-800 * day, '2 years ago'],
  ])('%i ms away', (distance, words) => {
    expect(relativeWords(now + distance, now)).toBe(words);
  });

  it('never says a number of nothing, and never confuses past and future', () => {
    fc.assert(
      fc.property(fc.integer({ min: -4000 * day, max: 4000 * day }), (distance) => {
        const words = relativeWords(now + distance, now);
        expect(words).not.toMatch(/\b0\b/);
        expect(words.startsWith('in ')).toBe(distance > 0);
      }),
    );
  });
});

describe('exactWords and dateWords', () => {
  const at = new Date(2026, 10, 2, 9, 5).getTime();

  it('write ISO 8601 to the minute, in the time of this place', () => {
    expect(exactWords(at, 'iso')).toBe('2026-11-02 09:05');
    expect(dateWords(at, 'iso')).toBe('2026-11-02');
  });

  it('follow what was set', () => {
    setDateFormat('iso');
    expect([exactWords(at), dateWords(at)]).toEqual(['2026-11-02 09:05', '2026-11-02']);
    setDateFormat('system');
    expect(dateWords(at)).toBe(new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' }).format(at));
  });
});
