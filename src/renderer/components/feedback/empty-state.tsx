import type { ReactNode } from 'react';
import classes from './list-state.module.css';

interface EmptyStateProps {
  icon: ReactNode;
  title: string;
  /** What to do about it. */
  children?: ReactNode;
}

/** Shown in place of an empty list. */
export function EmptyState({ icon, title, children }: EmptyStateProps) {
  return (
    <div className={classes.notice}>
      <span aria-hidden className={classes.icon}>
        {icon}
      </span>
      <div className={classes.text}>
        <strong>{title}</strong>
        {children !== undefined && <p>{children}</p>}
      </div>
    </div>
  );
}
