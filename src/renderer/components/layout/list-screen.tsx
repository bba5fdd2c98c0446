import type { ReactNode } from 'react';
import classes from './list-screen.module.css';

interface ListScreenProps {
  title: string;
  description?: ReactNode;
  /** What concerns the whole list, beside the title. */
  action?: ReactNode;
  /** A `PagedTable`. */
  children: ReactNode;
}

/** A screen that shows one list. */
export function ListScreen({ title, description, action, children }: ListScreenProps) {
  return (
    <div className={classes.screen}>
      <header className={classes.heading}>
        <div className={classes.text}>
          <h1 className={classes.title}>{title}</h1>
          {description !== undefined && <p className={classes.description}>{description}</p>}
        </div>
        {action}
      </header>
      {children}
    </div>
  );
}
