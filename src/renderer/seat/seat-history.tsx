import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState } from 'react';
import { seatHistoryOptions } from './seat-queries.ts';
import classes from './seat-history.module.css';

// It loads when the window is idle: its points are not part of the first screen.
const SeatHistoryFigure = lazy(async () => ({
  default: (await import('./seat-history-figure.tsx')).SeatHistoryFigure,
}));

/** The seat usage of the last 30 days: a small chart, and a table for screen readers. */
export function SeatHistory({ organizationId }: { organizationId: string }) {
  const idle = useIdle();
  const { data, isPending } = useQuery({ ...seatHistoryOptions(organizationId), enabled: idle });
  // It takes its room from the beginning, so that nothing moves when it comes.
  if (isPending) return <Room />;
  // One point makes no chart. Nothing is shown when it cannot be loaded: the bar shows what matters.
  if (!data || data.length < 2) return null;
  return (
    <Suspense fallback={<Room />}>
      <SeatHistoryFigure points={data} />
    </Suspense>
  );
}

function Room() {
  return (
    <div aria-hidden className={classes.history}>
      <div className={classes.chart} />
      <div className={classes.caption} />
    </div>
  );
}

/** False until the window is idle. */
function useIdle(): boolean {
  const [idle, setIdle] = useState(false);
  useEffect(() => {
    const waiting = requestIdleCallback(() => setIdle(true));
    return () => cancelIdleCallback(waiting);
  }, []);
  return idle;
}
