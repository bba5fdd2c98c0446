const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'long', timeZone: 'UTC' });
const day = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
});
const time = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
  timeZone: 'UTC',
});

/** Formats a time for readers in any time zone: "Sunday, 29 November 2026, 13:00 UTC". */
export function formatTime(timestamp: string): string {
  const moment = new Date(timestamp);
  return `${weekday.format(moment)}, ${day.format(moment)}, ${time.format(moment)} UTC`;
}
