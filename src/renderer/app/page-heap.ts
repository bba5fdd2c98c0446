import type { QueryClient } from '@tanstack/react-query';

type Collect = (how: { type: 'major'; execution: 'async'; flavor: 'last-resort' }) => Promise<void>;

export const collectEveryMs = 5_000;
/** A page that is never idle collects all the same: that is when it needs it most. */
const longestWaitMs = 5000;

/**
 * Collects garbage every five seconds in which anything was drawn anew (098), which takes 30 ms. V8 does so by itself when the heap has
 * grown, but sweeps while the next lists are drawn: most of Chromium's pages are all but empty then, and stay.
 */
export function collectInUse(queryClient: QueryClient, collect = takeCollect()): void {
  if (!collect) return;
  let isUsed = false;
  // Whatever is drawn anew was asked for, has come, or is looked at by somebody new.
  queryClient.getQueryCache().subscribe(() => {
    isUsed = true;
  });
  setInterval(() => {
    if (!isUsed) return;
    isUsed = false;
    // In this flavour what has become free is given back to the system as well.
    requestIdleCallback(() => void collect({ type: 'major', execution: 'async', flavor: 'last-resort' }), {
      timeout: longestWaitMs,
    });
  }, collectEveryMs);
}

/** Takes it out of the page, where nothing else has a use for it. */
function takeCollect(): Collect | undefined {
  // V8's own, since the main process asks it for it.
  const page: { gc?: Collect | undefined } = globalThis;
  const { gc: collect } = page;
  // It cannot be deleted.
  if (collect) page.gc = undefined;
  return collect;
}
