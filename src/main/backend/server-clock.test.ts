import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PreferenceStore } from '../preferences/preferences.ts';
import { createServerClock } from './server-clock.ts';
import type { ServerClock } from './server-clock.ts';

const day = 86_400_000;
/** The real time, by which the server goes. */
let time: number;
/** What this computer's clock is off by. */
let wrong: number;
let values: Map<string, unknown>;
let offsets: number[];
let clock: ServerClock;

const preferences: PreferenceStore = {
  read: (name) => values.get(name),
  write: (name, value) => void values.set(name, value),
};

/** Starts the app, which ends the one before. */
function start(): ServerClock {
  vi.clearAllTimers();
  return createServerClock({
    preferences,
    onOffset: (offset) => offsets.push(offset),
    wallNow: () => time + wrong,
    steadyNow: () => time - Date.parse('2026-11-01'),
  });
}

function pass(ms: number): void {
  time += ms;
  vi.advanceTimersByTime(ms);
}

/** An answer of a server, `latencyMs` after its request. */
function answer(latencyMs = 100, headers: Record<string, string> = { 'FastLinkIt-Version': '0.2.0' }): void {
  const sentAt = clock.steadyNow();
  pass(latencyMs / 2);
  const date = new Date(time).toUTCString();
  pass(latencyMs / 2);
  clock.observe(new Headers({ date, ...headers }), sentAt);
}

beforeEach(() => {
  vi.useFakeTimers();
  time = Date.parse('2026-11-30T12:00:00.400Z');
  wrong = 0;
  values = new Map();
  offsets = [];
  clock = start();
});
afterEach(() => vi.useRealTimers());

/** How far the clock is from the server's, in whole seconds at most. */
const error = (): number => Math.abs(clock.now() - time);

describe('the server’s clock', () => {
  it.each([8 * day, -8 * day, 5 * 60_000])(
    'follows the answers when this computer’s clock is off by %i ms',
    (offset) => {
      wrong = offset;
      clock = start();
      answer();
      expect(error()).toBeLessThan(3_000);
      expect(offsets).toHaveLength(1);
      expect(Math.abs(clock.offset() + offset)).toBeLessThan(3_000);
    },
  );

  it('goes by this computer’s clock as long as both agree, however long answers take', () => {
    for (const latency of [50, 400, 15_000, 90]) {
      answer(latency);
      pass(700);
    }
    expect(offsets).toEqual([]);
    expect(error()).toBe(0);
  });

  it('reports one offset for a clock that is off, and not another one with each answer', () => {
    wrong = 3 * day;
    clock = start();
    for (const latency of [50, 900, 3_000, 10, 400]) {
      answer(latency);
      pass(333);
    }
    expect(offsets).toHaveLength(1);
  });

  it(
    'goes on when this computer’s clock is set while the app runs, without an answer',
    { tags: ['guard:clock-set-while-running'] },
    () => {
      answer();
      wrong = -8 * day;
      pass(1_000);
      expect(offsets).toEqual([8 * day]);
      expect(error()).toBe(0);
      // A night's sleep later it is put right.
      time += day / 2;
      expect(error()).toBe(0);
      wrong = 0;
      pass(1_000);
      expect(offsets).toEqual([8 * day, 0]);
    },
  );

  it('is right about a change of this computer’s clock before the next check', () => {
    answer();
    wrong = 8 * day;
    expect(error()).toBe(0);
    expect(clock.offset()).toBe(-8 * day);
  });

  it.each([
    ['has no release', {}],
    ['has no readable date', { 'FastLinkIt-Version': '0.2.0', date: 'yesterday' }],
  ])('learns nothing from an answer that %s', { tags: ['guard:clock-own-answers'] }, (_what, headers) => {
    wrong = 8 * day;
    clock = start();
    answer(100, headers);
    expect(offsets).toEqual([]);
  });

  it('continues after a restart where it was, before any answer', () => {
    wrong = 8 * day;
    clock = start();
    answer();
    clock = start();
    expect(error()).toBeLessThan(3_000);
  });

  it.each([['a text'], [1e300], [null], [Number.NaN]])('starts at 0 when %j is saved', (saved) => {
    values.set('clockOffset', saved);
    expect(start().offset()).toBe(0);
  });
});
