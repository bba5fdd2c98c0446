import type { KeyboardEvent, ReactNode } from 'react';
import classes from './arrow-key-list.module.css';
import { focusMove, itemMoveOf } from './row-navigation.ts';

function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
  const move = itemMoveOf(event);
  if (!move) return;
  event.preventDefault();
  focusMove(move);
}

/** Lets the arrow keys move between the rows of a short list, as they do in tables. */
export function ArrowKeyList({ children }: { children: ReactNode }) {
  return (
    // The arrow keys are one more way to the rows, whose controls are in the tab order as well.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div className={classes.list} onKeyDown={onKeyDown}>
      {children}
    </div>
  );
}
