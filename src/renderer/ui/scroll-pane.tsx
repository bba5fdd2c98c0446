import { createContext, useContext, useState, type ReactNode } from 'react';
import { useKeptScroll } from './kept-scroll.ts';
import classes from './scroll-pane.module.css';

const ScrollPaneContext = createContext<HTMLElement | null>(null);

interface ScrollPaneProps {
  /** Names what is shown, so that it is scrolled to where it was left; undefined: always to its top. */
  place?: string | undefined;
  /** Its name, where nothing inside takes the focus: it does so itself, to be scrolled by keyboard. */
  label?: string | undefined;
  children: ReactNode;
}

/** The part of the window that scrolls as a whole; lists inside draw only the rows in its view. */
export function ScrollPane({ place, label, children }: ScrollPaneProps) {
  const [pane, setPane] = useState<HTMLElement | null>(null);
  useKeptScroll(pane, place);
  return (
    <div
      ref={setPane}
      className={classes.pane}
      {...(label === undefined ? {} : { role: 'region', 'aria-label': label, tabIndex: 0 })}
    >
      {/* It stays when what is shown changes: by it one hears that there is more. */}
      <div>
        <ScrollPaneContext value={pane}>{children}</ScrollPaneContext>
      </div>
    </div>
  );
}

/** The scrolling element around; null until it is there. */
export function useScrollPane(): HTMLElement | null {
  return useContext(ScrollPaneContext);
}
