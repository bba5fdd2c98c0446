import { describe, expect, it } from 'vitest';
import { timesOf } from './activity-period.ts';

const none = { first: '', last: '' };
const now = new Date(2026, 10, 22, 15, 30).getTime();

describe('timesOf', () => {
  it('begins with the day', () => {
    expect(timesOf('today', none, now)).toEqual({ from: new Date(2026, 10, 22).toISOString() });
    expect(timesOf('week', none, now)).toEqual({ from: new Date(2026, 10, 16).toISOString() });
    expect(timesOf('month', none, now)).toEqual({ from: new Date(2026, 9, 24).toISOString() });
  });

  it('holds the whole of the last day', () => {
    expect(timesOf('between', { first: '2026-02-27', last: '2026-02-28' }, now)).toEqual({
      from: new Date(2026, 1, 27).toISOString(),
      to: new Date(2026, 2, 1).toISOString(),
    });
  });

  it('leaves an end open', () => {
    expect(timesOf('any', none, now)).toEqual({});
    expect(timesOf('between', none, now)).toEqual({});
    expect(timesOf('between', { first: '', last: '2026-11-22' }, now)).toEqual({
      to: new Date(2026, 10, 23).toISOString(),
    });
  });
});
