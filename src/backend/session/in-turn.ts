const running = new Map<string, Promise<unknown>>();

/**
 * Does the works of one key one after the other, in the order in which they came. An attempt counts as failed until it
 * has succeeded; in turn, many right ones at once are not taken for many failures.
 */
export async function inTurn<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
  const before = running.get(key);
  const mine = before === undefined ? work() : before.then(work, work);
  running.set(key, mine);
  try {
    return await mine;
  } finally {
    if (running.get(key) === mine) running.delete(key);
  }
}
