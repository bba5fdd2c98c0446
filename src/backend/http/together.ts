/** What came of one of several things that were done together. */
export type Outcome<Result> = { value: Result } | { error: unknown };

/**
 * Makes one work of what is asked for at the same time: while a work of a key is under way, what comes for that key waits,
 * and is then done together. Whoever is alone waits for nobody.
 *
 * @param doAll does some of one key together, at most `most`; for each its outcome, in the same order. When it rejects,
 *   all of them have failed.
 */
export function together<Item, Result>(
  doAll: (key: string, items: Item[]) => Promise<Outcome<Result>[]>,
  most: number,
): (key: string, item: Item) => Promise<Result> {
  interface Waiting {
    item: Item;
    resolve: (result: Result) => void;
    reject: (error: unknown) => void;
  }
  /** A key is here while a work of it is under way, with what waits for the next one. */
  const queues = new Map<string, Waiting[]>();

  async function work(key: string, queue: Waiting[]): Promise<void> {
    while (queue.length > 0) {
      const batch = queue.splice(0, most);
      try {
        const outcomes = await doAll(
          key,
          batch.map(({ item }) => item),
        );
        for (const [index, { resolve, reject }] of batch.entries()) {
          const outcome = outcomes[index];
          if (outcome && 'value' in outcome) resolve(outcome.value);
          else reject(outcome ? outcome.error : new Error('nothing came of it'));
        }
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    queues.delete(key);
  }

  return (key, item) =>
    new Promise((resolve, reject) => {
      const waiting = { item, resolve, reject };
      const queue = queues.get(key);
      if (queue) {
        queue.push(waiting);
        return;
      }
      const first = [waiting];
      queues.set(key, first);
      void work(key, first);
    });
}
