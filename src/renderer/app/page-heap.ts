import type { QueryClient } from '@tanstack/react-query';

type Collect = (how: { type: 'major'; execution: 'async' }) => Promise<void>;

export const collectEveryMs = 30_000;
/** A page that is never idle collects all the same: that is when it needs it most. */
const longestWaitMs = 5000;

/**
 * Collects garbage every half minute in which anything was drawn anew (098). What V8 collects by itself while lists are drawn
 * without a pause is marked and swept in passing: new nodes meanwhile go to new pages, and a page that held 100 MB took
 * 13 more each minute.
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
    requestIdleCallback(() => void collect({ type: 'major', execution: 'async' }), {
      timeout: longestWaitMs,
    });
  }, collectEveryMs);
}

/** Takes it out of the page, where nothing else has a use for it. */
function takeCollect(): Collect | undefined {
  // V8's own, since the main process asks it for it.
  const page: { gc?: Collect } = globalThis;
  const { gc: collect } = page;
  delete page.gc;
  return collect;
}
