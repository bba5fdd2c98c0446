import type { ReactNode } from 'react';
import classes from './list-toolbar.module.css';

/** What narrows the list below; it stays in view while the list scrolls. */
export function ListToolbar({ children }: { children: ReactNode }) {
  return (
    <div role="search" className={classes.toolbar}>
      {children}
    </div>
  );
}
