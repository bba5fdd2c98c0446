import { currentDateFormat, type DateFormat } from './date-format.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

// The app speaks English; the dates themselves follow the system, or ISO 8601 as Sweden writes it every day.
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'always' });
const exact = {
  system: new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }),
  iso: new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short' }),
} satisfies Record<DateFormat, Intl.DateTimeFormat>;
const plain = {
  system: new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' }),
  iso: new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short' }),
} satisfies Record<DateFormat, Intl.DateTimeFormat>;

/** "in 6 days", "5 hours ago", "just now": how far `at` is from `now`, both in milliseconds. */
export function relativeWords(at: number, now: number): string {
  const distance = at - now;
  const size = Math.abs(distance);
  if (size < minute) return distance > 0 ? 'in less than a minute' : 'just now';
  if (size < hour) return relative.format(toward(distance / minute), 'minute');
  if (size < 2 * day) return relative.format(toward(distance / hour), 'hour');
  if (size < 60 * day) return relative.format(toward(distance / day), 'day');
  if (size < 730 * day) return relative.format(toward(distance / (30.44 * day)), 'month');
  return relative.format(toward(distance / (365.25 * day)), 'year');
}

/** Rounds, but never to nothing: what is not a whole unit yet was caught by the smaller one. */
function toward(amount: number): number {
  const rounded = Math.round(amount);
  return rounded === 0 ? Math.sign(amount) : rounded;
}

/** Date and time, as the person wants them written. */
export function exactWords(at: number, format: DateFormat = currentDateFormat()): string {
  return exact[format].format(at);
}

/** The date, as the person wants it written. */
export function dateWords(at: number, format: DateFormat = currentDateFormat()): string {
  return plain[format].format(at);
}
