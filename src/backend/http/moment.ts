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

/** A moment for people who may sit anywhere: "29 November 2026, 13:00 UTC". */
export function momentInWords(timestamp: string): string {
  const moment = new Date(timestamp);
  return `${day.format(moment)}, ${time.format(moment)} UTC`;
}
