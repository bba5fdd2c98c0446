const waiting = new Map<string, (() => void)[]>();
const running = new Map<string, number>();

/**
 * Does `work` when fewer than `limit` works of the same key are under way, in the order in which they came. What waits
 * for one organization's lock anyhow does not hold a connection meanwhile that another one's requests need.
 */
export async function inLimit<Result>(
  key: string,
  limit: number,
  work: () => Promise<Result>,
): Promise<Result> {
  const count = running.get(key) ?? 0;
  if (count < limit) running.set(key, count + 1);
  else {
    const turn = Promise.withResolvers<void>();
    waiting.set(key, [...(waiting.get(key) ?? []), turn.resolve]);
    // Whoever ends hands its place on.
    await turn.promise;
  }
  try {
    return await work();
  } finally {
    const [next, ...others] = waiting.get(key) ?? [];
    if (others.length > 0) waiting.set(key, others);
    else waiting.delete(key);
    if (next) next();
    else {
      const left = (running.get(key) ?? 1) - 1;
      if (left > 0) running.set(key, left);
      else running.delete(key);
    }
  }
}
