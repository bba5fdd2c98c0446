import { useLayoutEffect } from 'react';
import { bridge } from './bridge.ts';

/** Reports to the main process that the screen is rendered, then that it is painted. The window shows itself. */
export function ReportPainted(): null {
  useLayoutEffect(() => {
    void bridge.window.rendered();
    // When the second frame begins, the first one is being painted.
    requestAnimationFrame(() => requestAnimationFrame(() => void bridge.window.painted()));
  }, []);
  return null;
}
