/** The time that a list of activity covers. */
export type Period = 'any' | 'today' | 'week' | 'month' | 'between';

export const periods = [
  ['any', 'Any time'],
  ['today', 'Today'],
  ['week', 'Last 7 days'],
  ['month', 'Last 30 days'],
  ['between', 'Custom range'],
] as const satisfies [Period, string][];

/** Two days as a date field writes them (2026-11-22); the empty string for an open end. */
export interface Days {
  first: string;
  last: string;
}

const daysBack = { today: 0, week: 6, month: 29 };

/**
 * The times of a period, `from` inclusive and `to` exclusive, as whole days of this computer's time zone.
 *
 * @param now milliseconds since the epoch
 */
export function timesOf(period: Period, days: Days, now: number): { from?: string; to?: string } {
  if (period === 'any') return {};
  if (period === 'between') {
    const from = dayStart(days.first, 0);
    const to = dayStart(days.last, 1);
    return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  }
  const today = new Date(now);
  const start = new Date(today.getFullYear(), today.getMonth(), today.getDate() - daysBack[period]);
  return { from: start.toISOString() };
}

function dayStart(day: string, later: number): string | undefined {
  const [year, month, date] = day.split('-').map(Number);
  if (year === undefined || month === undefined || date === undefined) return undefined;
  const start = new Date(year, month - 1, date + later);
  return Number.isNaN(start.getTime()) ? undefined : start.toISOString();
}
