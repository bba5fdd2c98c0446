import type { ReactNode } from 'react';
import classes from './list-toolbar.module.css';

/** Search, filters and actions of the list below; they stay in view while the list scrolls and while rows are selected. */
export function ListToolbar({ children }: { children: ReactNode }) {
  return (
    <div role="search" className={classes.toolbar}>
      {children}
    </div>
  );
}
