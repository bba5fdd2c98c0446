import pLimit from 'p-limit';

/** Runs `work` when it is its turn among those of the same key. */
export type Semaphore = <Result>(key: string, work: () => Promise<Result>) => Promise<Result>;

/**
 * Runs at most `limit` works of the same key at the same time, in the order of the calls. With a limit of 1 it is a mutex
 * for each key.
 */
export function semaphorePerKey(limit: number): Semaphore {
  /** A key is present while works of it are running or waiting. */
  const limits = new Map<string, { run: ReturnType<typeof pLimit>; works: number }>();
  return async (key, work) => {
    const own = limits.get(key) ?? { run: pLimit(limit), works: 0 };
    limits.set(key, own);
    own.works += 1;
    try {
      return await own.run(work);
    } finally {
      own.works -= 1;
      if (own.works === 0) limits.delete(key);
    }
  };
}
