import { createContext, useContext, useState, type ReactNode } from 'react';
import classes from './scroll-pane.module.css';

const ScrollPaneContext = createContext<HTMLElement | null>(null);

/** The part of the window that scrolls as a whole; lists inside draw only the rows in its view. */
export function ScrollPane({ children }: { children: ReactNode }) {
  const [pane, setPane] = useState<HTMLElement | null>(null);
  return (
    <div ref={setPane} className={classes.pane}>
      <ScrollPaneContext value={pane}>{children}</ScrollPaneContext>
    </div>
  );
}

/** The scrolling element around; null until it is there. */
export function useScrollPane(): HTMLElement | null {
  return useContext(ScrollPaneContext);
}
