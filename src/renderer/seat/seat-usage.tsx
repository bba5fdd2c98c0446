import { Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Seats } from '#contract/seat';
import { number } from '../ui/counted.ts';
import { PartBar } from '../ui/part-bar.tsx';
import { seatParts, seatSentence } from './seat-words.ts';
import classes from './seat-usage.module.css';

interface SeatUsageProps {
  /** undefined: not loaded yet. */
  seats: Seats | undefined;
  /** What frees a seat next, in words. */
  next?: ReactNode;
  /** How they were used before. */
  history?: ReactNode;
  /** `Buy seats`. */
  action?: ReactNode;
}

/** How many seats there are and what uses them: the one bold thing on the screen. */
export function SeatUsage({ seats, next, history, action }: SeatUsageProps) {
  return (
    <section aria-label="Seat usage" className={classes.card}>
      <div className={classes.head}>
        {seats ? (
          <p className={classes.count} aria-hidden>
            <span className={classes.used}>{number(seats.used)}</span>
            {seats.maxSeats === null ? ' seats used' : ` of ${number(seats.maxSeats)} seats used`}
          </p>
        ) : (
          <Skeleton height={28} width={180} radius={6} />
        )}
        {history}
        {action}
      </div>
      <SeatBar seats={seats} />
      <div className={classes.foot}>
        {seats ? (
          <p aria-live="polite" className={classes.sentence}>
            {seatSentence(seats)}
          </p>
        ) : (
          <Skeleton height={12} width={260} radius={4} />
        )}
        <div className={classes.next}>{next}</div>
        <Legend />
      </div>
    </section>
  );
}

function SeatBar({ seats }: { seats: Seats | undefined }) {
  if (!seats) return <Skeleton height={14} radius={4} />;
  const parts = seatParts(seats);
  const over = seats.maxSeats !== null && seats.used > seats.maxSeats;
  return <PartBar first={parts.members} second={parts.pending} over={over} />;
}

/** Which part of the bar is which. */
function Legend() {
  return (
    <p aria-hidden className={classes.legend}>
      <span className={classes.membersKey} /> Members
      <span className={classes.pendingKey} /> Pending
    </p>
  );
}
