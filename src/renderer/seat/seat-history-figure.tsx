import { lazy, Suspense } from 'react';
import type { SeatPoint } from '#contract/seat/api';
import { formatNumber } from '../lib/format/pluralize.ts';
import { formatDate } from '../lib/format/format-time.ts';
import { usageLabels } from './seat-chart-scale.ts';
import classes from './seat-history.module.css';

// The chart library is as large as the rest of the app, so the numbers and the table do not wait for it.
const SeatChart = lazy(async () => ({ default: (await import('./seat-chart.tsx')).SeatChart }));

/** A small chart of the seat usage with its numbers, and the table for screen readers. */
export function SeatHistoryFigure({ points }: { points: SeatPoint[] }) {
  return (
    <figure className={classes.history}>
      <div aria-hidden className={classes.chart}>
        <Suspense>
          <SeatChart points={points} />
        </Suspense>
      </div>
      <figcaption aria-hidden className={classes.caption}>
        Last {points.length} days
        {usageLabels(points).map((label) => (
          <span key={label}>{label}</span>
        ))}
      </figcaption>
      <HistoryTable points={points} />
    </figure>
  );
}

function HistoryTable({ points }: { points: SeatPoint[] }) {
  return (
    <table className={classes.hidden}>
      <caption>Seats by day</caption>
      <thead>
        <tr>
          <th scope="col">Day</th>
          <th scope="col">Members</th>
          <th scope="col">Pending</th>
          <th scope="col">Seats</th>
        </tr>
      </thead>
      <tbody>
        {points.map(({ at, maxSeats, members, pendingInvites }) => (
          <tr key={at}>
            <th scope="row">{formatDate(Date.parse(at))}</th>
            <td>{formatNumber(members)}</td>
            <td>{formatNumber(pendingInvites)}</td>
            <td>{maxSeats === null ? 'Unlimited' : formatNumber(maxSeats)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
