import { Skeleton } from '@mantine/core';
import { IconAlertCircle, IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Seats } from '#contract/seat/api';
import { StackedBar, StackedBarLegend } from '../components/feedback/stacked-bar.tsx';
import { levelTones, seatLevel } from '../data/seat-level.ts';
import { seatParts, seatSentence } from './seat-labels.ts';
import classes from './seat-usage.module.css';

interface SeatUsageProps {
  /** undefined: not loaded yet. */
  seats: Seats | undefined;
  /** Which seat becomes free next. */
  next?: ReactNode;
  /** The seat usage of the last days. */
  history?: ReactNode;
  /** `Buy seats`, where there is a limit. */
  action?: ReactNode;
}

/** How many seats there are and what uses them. */
export function SeatUsage({ seats, next, history, action }: SeatUsageProps) {
  return (
    <section aria-label="Seat usage" className={classes.card}>
      <div className={classes.head}>
        {seats ? <SeatSentence seats={seats} /> : <Skeleton height={20} width={320} radius={6} />}
        {history}
        {action}
      </div>
      <SeatBar seats={seats} />
      <div className={classes.foot}>
        <div className={classes.next}>{next}</div>
        <StackedBarLegend first="Members" second="Pending" tone={seats && levelTones[seatLevel(seats)]} />
      </div>
    </section>
  );
}

/** One sentence; what is left of the seats stands out, and says in colour and by a sign that it is little. */
function SeatSentence({ seats }: { seats: Seats }) {
  const [taken, left] = seatSentence(seats);
  const level = seatLevel(seats);
  const Sign = level === 'nearly-full' ? IconAlertCircle : IconAlertTriangle;
  return (
    <p aria-live="polite" className={classes.sentence} data-tone={levelTones[level]}>
      {taken},{' '}
      <strong className={classes.left}>
        {levelTones[level] && <Sign size={20} aria-hidden className={classes.sign} />}
        {left}
      </strong>
    </p>
  );
}

/** Without a limit there is nothing that could be full. */
function SeatBar({ seats }: { seats: Seats | undefined }) {
  if (!seats) return <Skeleton height={14} radius={4} />;
  if (seats.maxSeats === null) return null;
  const parts = seatParts(seats);
  return <StackedBar first={parts.members} second={parts.pending} tone={levelTones[seatLevel(seats)]} />;
}
