import { useDateFormat } from '../../lib/format/date-format.ts';
import { formatDate, formatDateTime, formatRelativeTime } from '../../lib/format/format-time.ts';
import { useCoarseNow } from '../../lib/schedule/use-now.ts';

interface TimeAgoProps {
  /** RFC 3339. */
  at: string;
  /** `relative`: "5 hours ago"; `date`: in the date format that the user prefers. Both show the exact time on hover. */
  format?: 'relative' | 'date';
  /** The time is in the past: where the clocks of server and computer differ, it is "just now" and never in the future. */
  past?: boolean;
}

/** A point in time. */
export function TimeAgo({ at, format = 'relative', past = false }: TimeAgoProps) {
  const now = useCoarseNow();
  const written = useDateFormat();
  const time = Date.parse(at);
  return (
    <time dateTime={at} title={formatDateTime(time, written)}>
      {format === 'date'
        ? formatDate(time, written)
        : formatRelativeTime(past ? Math.min(time, now) : time, now)}
    </time>
  );
}
