import { describe, expect, it } from 'vitest';
import type { SeatPoint } from '#contract/seat/api';
import { setDateFormat } from '../lib/format/date-format.ts';
import { chartScale, usageLabels } from './seat-chart-scale.ts';

/** A day for each number of seats in use. */
function days(maxSeats: number | null, ...used: number[]): SeatPoint[] {
  return used.map((members, index) => ({
    at: `2026-11-${String(index + 1).padStart(2, '0')}T12:00:00.000Z`,
    maxSeats,
    members,
    pendingInvites: 0,
  }));
}

const month = Array.from({ length: 29 }, (_, day) => 5 + (day % 3));

describe('chartScale', () => {
  it('shows all that is used, and a limit that is not far above it', () => {
    expect(chartScale(days(10, 5, 6, 7))).toEqual({ top: 10, spike: undefined });
    expect(chartScale(days(null, 5, 6, 7))).toEqual({ top: 7, spike: undefined });
  });

  it('is not flattened by a limit far above', () => {
    expect(chartScale(days(1000, 5, 6, 7)).top).toBe(7);
  });

  it('is not flattened by one day', () => {
    const points = days(null, ...month, 1000);
    expect(chartScale(points)).toEqual({ top: 10.5, spike: points.at(-1) });
  });

  it('takes a lasting rise for what it is', () => {
    expect(chartScale(days(null, 1, 40)).top).toBe(40);
    expect(chartScale(days(null, 0, 0)).top).toBe(1);
  });
});

describe('usageLabels', () => {
  it('names the fewest and the most', () => {
    expect(usageLabels(days(10, 5, 12, 7))).toEqual(['5–12 seats used']);
    expect(usageLabels(days(10, 1, 1))).toEqual(['1 seat used']);
  });

  it('names a day that is cut off', () => {
    setDateFormat('iso');
    expect(usageLabels(days(null, ...month, 1000))).toEqual(['5–7 seats used', '1,000 on 2026-11-30']);
    setDateFormat('system');
  });
});
