import type { ReactNode } from 'react';
import classes from './notice.module.css';

interface EmptyStateProps {
  icon: ReactNode;
  title: string;
  /** What to do about it. */
  children?: ReactNode;
}

/** In place of a list that has nothing in it. */
export function EmptyState({ icon, title, children }: EmptyStateProps) {
  return (
    <div className={classes.notice}>
      <span aria-hidden className={classes.icon}>
        {icon}
      </span>
      <div className={classes.words}>
        <strong>{title}</strong>
        {children !== undefined && <p>{children}</p>}
      </div>
    </div>
  );
}
