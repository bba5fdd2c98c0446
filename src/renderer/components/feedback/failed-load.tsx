import { Button } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import classes from './list-state.module.css';

interface FailedLoadProps {
  /** What could not be loaded: "Members couldn’t be loaded." */
  what: string;
  /** Why, and what to do. */
  why: string;
  onRetry: () => void;
}

/** Shown in place of what could not be loaded. */
export function FailedLoad({ what, why, onRetry }: FailedLoadProps) {
  return (
    <div role="alert" className={classes.notice}>
      <IconAlertCircle size={20} aria-hidden className={classes.bad} />
      <div className={classes.text}>
        <strong>{what}</strong>
        <p>{why}</p>
      </div>
      <Button variant="default" onClick={onRetry}>
        Retry
      </Button>
    </div>
  );
}
