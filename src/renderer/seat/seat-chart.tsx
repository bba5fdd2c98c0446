import { Area, ComposedChart, Line, Tooltip, YAxis } from 'recharts';
import type { SeatPoint } from '#contract/seat';
import { number } from '../ui/counted.ts';
import { dateWords } from '../ui/time-words.ts';
import classes from './seat-chart.module.css';

/** Members and pending invites by day, one on the other, below the line of the limit. */
export function SeatChart({ points }: { points: SeatPoint[] }) {
  return (
    <ComposedChart
      responsive
      data={points}
      className={classes.chart ?? ''}
      accessibilityLayer={false}
      margin={{ top: 2, right: 1, bottom: 1, left: 1 }}
    >
      <YAxis hide domain={[0, 'dataMax']} />
      <Area
        dataKey="members"
        stackId="used"
        type="stepAfter"
        stroke="var(--accent)"
        fill="var(--accent)"
        fillOpacity={0.55}
        isAnimationActive={false}
      />
      <Area
        dataKey="pendingInvites"
        stackId="used"
        type="stepAfter"
        stroke="var(--accent)"
        strokeDasharray="2 2"
        fill="var(--seat-pending)"
        fillOpacity={0.6}
        isAnimationActive={false}
      />
      <Line
        dataKey="maxSeats"
        type="stepAfter"
        stroke="var(--quiet)"
        strokeDasharray="4 3"
        dot={false}
        activeDot={false}
        isAnimationActive={false}
      />
      <Tooltip isAnimationActive={false} allowEscapeViewBox={{ x: true, y: true }} content={pointWords} />
    </ComposedChart>
  );
}

/** What is said of the day that one points at. */
function pointWords({ active, payload }: { active: boolean; payload: readonly { payload?: unknown }[] }) {
  // The library hands a point back as it got it, and has no type for it.
  const point = payload[0]?.payload as SeatPoint | undefined;
  if (!active || !point) return null;
  const { at, maxSeats, members, pendingInvites } = point;
  return (
    <div className={classes.tooltip}>
      <strong>{dateWords(Date.parse(at))}</strong>
      <span>
        {number(members)} members + {number(pendingInvites)} pending
      </span>
      <span>{maxSeats === null ? 'Unlimited seats' : `of ${number(maxSeats)} seats`}</span>
    </div>
  );
}
