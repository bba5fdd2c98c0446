import { useLayoutEffect } from 'react';
import { bridge } from './bridge.ts';

/** Says that what stands beside it is drawn and worth a look: the window shows itself. */
export function Drawn(): null {
  useLayoutEffect(() => {
    void bridge.window.drawn();
    // The second frame begins when the first is on its way to the screen.
    requestAnimationFrame(() => requestAnimationFrame(() => void bridge.window.seen()));
  }, []);
  return null;
}
