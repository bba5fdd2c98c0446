import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState } from 'react';
import type { SeatPoint } from '#contract/seat';
import { number } from '../ui/counted.ts';
import { dateWords } from '../ui/time-words.ts';
import { seatHistoryOptions } from './seat-queries.ts';
import classes from './seat-history.module.css';

// The charting library weighs as much as the rest of the app: it comes when there is nothing else to do.
const SeatChart = lazy(async () => ({ default: (await import('./seat-chart.tsx')).SeatChart }));

/** How the seats were used in the last 30 days: a small chart, and a table for those who do not see it. */
export function SeatHistory({ organizationId }: { organizationId: string }) {
  const idle = useIdle();
  const { data } = useQuery({ ...seatHistoryOptions(organizationId), enabled: idle });
  // One point is no course of anything. Where it cannot be loaded nothing is missed: the bar says what counts.
  if (!data || data.length < 2) return null;
  return (
    <figure className={classes.history}>
      <div aria-hidden className={classes.chart}>
        <Suspense>
          <SeatChart points={data} />
        </Suspense>
      </div>
      <figcaption aria-hidden className={classes.caption}>
        Last {data.length} days
      </figcaption>
      <HistoryTable points={data} />
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
            <th scope="row">{dateWords(Date.parse(at))}</th>
            <td>{number(members)}</td>
            <td>{number(pendingInvites)}</td>
            <td>{maxSeats === null ? 'Unlimited' : number(maxSeats)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** False until the window has nothing else to do. */
function useIdle(): boolean {
  const [idle, setIdle] = useState(false);
  useEffect(() => {
    const waiting = requestIdleCallback(() => setIdle(true));
    return () => cancelIdleCallback(waiting);
  }, []);
  return idle;
}
