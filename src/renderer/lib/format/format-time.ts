import { currentDateStyle, type DateFormat, type DateStyle } from './date-format.ts';
import { pluralize } from './pluralize.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

// The app is in English; dates follow the system's locale, or ISO 8601, which is the Swedish format.
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'always' });
const pastDays = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const isoLocale = 'sv-SE';

/** The formatters that were made so far. They keep the time zone in which they were made. */
let made: { style: DateStyle; formatters: Map<string, Intl.DateTimeFormat> } | undefined;

function formatter(format: DateFormat, timeStyle: 'short' | undefined): Intl.DateTimeFormat {
  const style = currentDateStyle();
  if (made?.style !== style) made = { style, formatters: new Map() };
  const key = `${format} ${timeStyle}`;
  const found = made.formatters.get(key);
  if (found !== undefined) return found;
  const [locale, dateStyle] =
    format === 'iso' ? [isoLocale, 'short' as const] : [style.locale, 'medium' as const];
  const created = new Intl.DateTimeFormat(locale, {
    dateStyle,
    ...(timeStyle === undefined ? {} : { timeStyle }),
  });
  made.formatters.set(key, created);
  return created;
}

/**
 * "in 6 days", "5 hours ago", "yesterday", "just now": how far `at` is from `now`, both in milliseconds. Of what is past the day
 * counts, as people say it; of a deadline the hours count to the end.
 */
export function formatRelativeTime(at: number, now: number): string {
  const distance = at - now;
  const size = Math.abs(distance);
  if (size < minute) return distance > 0 ? 'in less than a minute' : 'just now';
  if (size < hour) return relative.format(toward(distance / minute), 'minute');
  if (size < (distance > 0 ? 2 * day : day)) return relative.format(toward(distance / hour), 'hour');
  if (distance < 0 && size < 60 * day) return pastDays.format(-midnightsBetween(at, now), 'day');
  if (size < 60 * day) return relative.format(toward(distance / day), 'day');
  if (size < 730 * day) return relative.format(toward(distance / (30.44 * day)), 'month');
  return relative.format(toward(distance / (365.25 * day)), 'year');
}

/** Rounds, but never to zero: a smaller unit applies to less than a whole one. */
function toward(amount: number): number {
  const rounded = Math.round(amount);
  return rounded === 0 ? Math.sign(amount) : rounded;
}

/** The midnights since a time of more than a day ago, in the time zone of this place. */
function midnightsBetween(at: number, now: number): number {
  const since = new Date(now).setHours(0, 0, 0, 0) - new Date(at).setHours(0, 0, 0, 0);
  // A day on which the clocks change has 23 or 25 hours.
  return Math.max(1, Math.round(since / day));
}

/** Date and time, in the format that the user prefers. */
export function formatDateTime(at: number, format: DateFormat = currentDateStyle().format): string {
  return formatter(format, 'short').format(at);
}

/** The date, in the format that the user prefers. */
export function formatDate(at: number, format: DateFormat = currentDateStyle().format): string {
  return formatter(format, undefined).format(at);
}

/** "8 days", "36 hours", "5 minutes": in the largest unit that there are two of, and at least a minute. */
export function formatDuration(ms: number): string {
  const [size, unit] =
    ms >= 2 * day ? [day, 'day'] : ms >= 2 * hour ? [hour, 'hour'] : ([minute, 'minute'] as const);
  return pluralize(Math.max(1, Math.round(ms / size)), unit);
}
