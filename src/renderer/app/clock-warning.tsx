import { formatDuration } from '../lib/format/format-time.ts';
import { useClockOffset } from '../lib/schedule/clock.ts';
import classes from './connection-status.module.css';

/** A clock that is off by less is nobody's trouble. */
const noticeableMs = 2 * 60_000;

/** Says that this computer's clock is off, because its other programs show other times than this one. */
export function ClockWarning() {
  const offset = useClockOffset();
  if (Math.abs(offset) < noticeableMs) return null;
  const side = offset < 0 ? 'ahead' : 'behind';
  return (
    <p className={classes.note} data-rail="hidden">
      This computer’s clock is {formatDuration(Math.abs(offset))} {side}. Times here follow the server.
    </p>
  );
}
