import { describe, expect, it } from 'vitest';
import { createReadingPace, quickBreathMs, quickReadings, steadyBreathMs } from './reading-pace.ts';

/** Reads for so many milliseconds as often as the pace allows; each reading takes a millisecond. */
function readings(nextBreath: (now: number) => number, from: number, forMs: number): number {
  let count = 0;
  for (let now = from; now < from + forMs; now += 1 + nextBreath(now)) count += 1;
  return count;
}

describe('the read rate', () => {
  it('allows a few reads in quick succession', () => {
    const nextBreath = createReadingPace();
    const breaths = Array.from({ length: quickReadings - 1 }, (_, at) => nextBreath(at));
    expect(breaths).toEqual(breaths.map(() => quickBreathMs));
    expect(nextBreath(quickReadings)).toBe(steadyBreathMs);
  });

  it('is steady under load', () => {
    const nextBreath = createReadingPace();
    readings(nextBreath, 0, 1_000);
    expect(readings(nextBreath, 1_000, 10_000)).toBeLessThan(10_000 / steadyBreathMs + quickReadings);
  });

  it('allows quick reads again after a pause', () => {
    const nextBreath = createReadingPace();
    readings(nextBreath, 0, 1_000);
    expect(nextBreath(1_000 + 2 * steadyBreathMs)).toBe(quickBreathMs);
  });
});
