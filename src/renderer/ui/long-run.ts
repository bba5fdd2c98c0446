import { createStore, type StoreApi } from 'zustand/vanilla';

/** Work on many things, a few at a time, that shows how far it is and can be stopped in between. */
export interface LongRun<Item, Result> {
  state: StoreApi<LongRunState<Item, Result>>;
  /** Ends with what is under way; the rest stays undone. */
  stop: () => void;
  /** Settles when nothing is done any more. */
  finished: Promise<void>;
}

export interface LongRunState<Item, Result> {
  status: 'running' | 'stopping' | 'stopped' | 'done';
  total: number;
  results: ReadonlyMap<Item, Result>;
}

interface LongRunOptions<Item, Result> {
  items: readonly Item[];
  /** How many are handed over at once. */
  chunkSize: number;
  /** How many chunks are under way at the same time. */
  parallel?: number;
  /**
   * Does it, and says for each how it went; it does not throw. What has no result counts as not done.
   * `halt` true: the rest would fail for the same reason, so it is not begun.
   */
  act: (chunk: readonly Item[]) => Promise<{ results: ReadonlyMap<Item, Result>; halt?: boolean }>;
}

/** Begins the work. */
export function startLongRun<Item, Result>(options: LongRunOptions<Item, Result>): LongRun<Item, Result> {
  const { items, chunkSize, parallel = 1, act } = options;
  const state = createStore<LongRunState<Item, Result>>(() => ({
    status: 'running',
    total: items.length,
    results: new Map(),
  }));
  let next = 0;

  function stop(): void {
    if (state.getState().status === 'running') state.setState({ status: 'stopping' });
  }

  async function work(): Promise<void> {
    while (next < items.length && state.getState().status === 'running') {
      const chunk = items.slice(next, next + chunkSize);
      next += chunkSize;
      const { results, halt = false } = await act(chunk);
      state.setState((before) => ({ results: new Map([...before.results, ...results]) }));
      if (halt) stop();
    }
  }

  async function workAll(): Promise<void> {
    // A moment later, so that the caller has the run in hand before anything is done.
    await Promise.resolve();
    await Promise.all(Array.from({ length: parallel }, work));
    const { results } = state.getState();
    state.setState({ status: results.size < items.length ? 'stopped' : 'done' });
  }

  return { state, stop, finished: workAll() };
}

/** What was not done: after a stop, or where the answer did not come. */
export function leftOver<Item, Result>(
  items: readonly Item[],
  { results }: LongRunState<Item, Result>,
): Item[] {
  return items.filter((item) => !results.has(item));
}
