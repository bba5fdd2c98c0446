import { useEffect } from 'react';
import { afterWait } from '../data/problem-message.ts';
import { useNow } from '../lib/schedule/use-now.ts';
import classes from './sign-in-screen.module.css';

/** Counts down until another try is allowed. */
export function SignInWait({ until, onOver }: { until: number; onOver: () => void }) {
  const left = Math.ceil((until - useNow()) / 1000);
  const over = left <= 0;
  useEffect(() => {
    if (over) onOver();
  }, [over, onOver]);
  return (
    <p role="alert" aria-live="off" className={classes.problem}>
      Too many attempts. Try again {afterWait(left)}.
    </p>
  );
}
