import { createContext, useContext, useState, type ReactNode } from 'react';
import { useScrollRestoration } from '../../lib/persist/scroll-restoration.ts';
import classes from './scroll-pane.module.css';

const ScrollPaneContext = createContext<HTMLElement | null>(null);

interface ScrollPaneProps {
  /** Identifies the content, whose scroll position is restored; undefined: it always starts at its top. */
  location?: string | undefined;
  /** The pane's accessible name. It is for content that cannot be focused: the pane itself can, to be scrolled by keyboard. */
  label?: string | undefined;
  children: ReactNode;
}

/** The part of the window that scrolls as a whole; lists inside it render only the rows in view. */
export function ScrollPane({ location, label, children }: ScrollPaneProps) {
  const [pane, setPane] = useState<HTMLElement | null>(null);
  useScrollRestoration(pane, location);
  return (
    <div
      ref={setPane}
      className={classes.pane}
      {...(label === undefined ? {} : { role: 'region', 'aria-label': label, tabIndex: 0 })}
    >
      {/* This element stays when the content changes: observing its size tells that there is more to scroll. */}
      <div>
        <ScrollPaneContext value={pane}>{children}</ScrollPaneContext>
      </div>
    </div>
  );
}

/** The scrolling element around the component; null until it is mounted. */
export function useScrollPane(): HTMLElement | null {
  return useContext(ScrollPaneContext);
}
