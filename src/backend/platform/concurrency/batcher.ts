import DataLoader from 'dataloader';
import pLimit from 'p-limit';

/**
 * Merges calls per key: while a batch of a key is running, further calls for that key wait and form the next batch. A
 * single call runs immediately.
 *
 * @param runBatch runs a batch of one key; resolves with a result or an error for each item, in the same order. When it
 *   rejects, all items have failed
 */
export function createBatcher<Item, Result>(
  runBatch: (key: string, items: readonly Item[]) => Promise<(Result | Error)[]>,
  maxBatchSize: number,
): (key: string, item: Item) => Promise<Result> {
  /** A key is present while batches of it are running or waiting. */
  const loaders = new Map<string, DataLoader<Item, Result>>();

  function createLoader(key: string): DataLoader<Item, Result> {
    const oneAtATime = pLimit(1);
    let running: Promise<unknown> = Promise.resolve();
    const run = (items: readonly Item[]) => {
      const results = runBatch(key, items);
      running = results.catch(() => undefined);
      return results;
    };
    const runNext = async (dispatch: () => void): Promise<void> => {
      dispatch();
      await running;
      if (oneAtATime.pendingCount === 0) loaders.delete(key);
    };
    const batchScheduleFn = (dispatch: () => void) => void oneAtATime(runNext, dispatch);
    return new DataLoader(run, { cache: false, maxBatchSize, batchScheduleFn });
  }

  return (key, item) => {
    const loader = loaders.get(key) ?? createLoader(key);
    loaders.set(key, loader);
    return loader.load(item);
  };
}
