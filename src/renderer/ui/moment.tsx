import { useDateFormat } from './date-format.ts';
import { dateWords, exactWords, relativeWords } from './time-words.ts';
import { useCoarseNow } from './use-now.ts';

interface MomentProps {
  /** RFC 3339. */
  at: string;
  /** `relative`: "5 hours ago"; `date`: as the person wants dates written. Either way the exact time shows on hover. */
  format?: 'relative' | 'date';
  /** It has happened: where the two clocks differ it is "just now", never still to come. */
  past?: boolean;
}

/** A point in time. */
export function Moment({ at, format = 'relative', past = false }: MomentProps) {
  const now = useCoarseNow();
  const written = useDateFormat();
  const time = Date.parse(at);
  return (
    <time dateTime={at} title={exactWords(time, written)}>
      {format === 'date' ? dateWords(time, written) : relativeWords(past ? Math.min(time, now) : time, now)}
    </time>
  );
}
