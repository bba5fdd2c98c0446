/**
 * A time as the API writes it, to the millisecond.
 *
 * A page of a list has two hundred of them. Converting PostgreSQL's text to a Date and back is most of the work of an
 * answer, and only the separators differ: for a time in UTC this function replaces them alone.
 *
 * @param time a Date, or a `timestamptz` as PostgreSQL writes it
 */
export function wireTime(time: Date | string): string {
  if (typeof time !== 'string') return time.toISOString();
  // `2026-11-25 08:05:00+00`, with or without a fraction of the second.
  const isInUtc =
    time.endsWith('+00') && time[10] === ' ' && time.length <= '2026-11-25 08:05:00.123456+00'.length;
  if (!isInUtc) return new Date(time).toISOString();
  const milliseconds = time.slice(20, -3).slice(0, 3).padEnd(3, '0');
  return `${time.slice(0, 10)}T${time.slice(11, 19)}.${milliseconds}Z`;
}
