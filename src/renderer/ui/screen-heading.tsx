import type { ReactNode } from 'react';
import classes from './screen-heading.module.css';

interface ScreenHeadingProps {
  title: string;
  description?: ReactNode;
  /** What concerns the whole screen. */
  action?: ReactNode;
}

/** What a screen is about. */
export function ScreenHeading({ title, description, action }: ScreenHeadingProps) {
  return (
    <header className={classes.heading}>
      <div className={classes.words}>
        <h1 className={classes.title}>{title}</h1>
        {description !== undefined && <p className={classes.description}>{description}</p>}
      </div>
      {action}
    </header>
  );
}
