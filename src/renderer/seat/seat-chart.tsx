import { Area, ComposedChart, Line, Tooltip, YAxis } from 'recharts';
import type { SeatPoint } from '#contract/seat/api';
import { formatNumber, pluralize } from '../lib/format/pluralize.ts';
import { formatDate } from '../lib/format/format-time.ts';
import { chartScale } from './seat-chart-scale.ts';
import classes from './seat-chart.module.css';

/** Members and pending invites by day, stacked, below the line of the limit. */
export function SeatChart({ points }: { points: SeatPoint[] }) {
  return (
    <ComposedChart
      responsive
      data={points}
      className={classes.chart ?? ''}
      accessibilityLayer={false}
      margin={{ top: 2, right: 1, bottom: 1, left: 1 }}
    >
      <YAxis hide domain={[0, chartScale(points).top]} allowDataOverflow />
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
      <Tooltip isAnimationActive={false} allowEscapeViewBox={{ x: true, y: true }} content={pointLabel} />
    </ComposedChart>
  );
}

/** The tooltip of a day. */
function pointLabel({ active, payload }: { active: boolean; payload: readonly { payload?: unknown }[] }) {
  // The library returns the data point as it was given, without a type.
  const point = payload[0]?.payload as SeatPoint | undefined;
  if (!active || !point) return null;
  const { at, maxSeats, members, pendingInvites } = point;
  return (
    <div className={classes.tooltip}>
      <strong>{formatDate(Date.parse(at))}</strong>
      <span>
        {pluralize(members, 'member')} + {formatNumber(pendingInvites)} pending
      </span>
      <span>{maxSeats === null ? 'Unlimited seats' : `of ${pluralize(maxSeats, 'seat')}`}</span>
    </div>
  );
}
