import type { FastifyBaseLogger } from 'fastify';

interface Repeated {
  /** From the end of one round to the start of the next. */
  everyMs: number;
  log: FastifyBaseLogger;
  /** What the log says when a round fails: "expired invites were not announced". */
  failure: string;
  work: (round: { stopped: () => boolean }) => Promise<void>;
}

/**
 * Runs `work` periodically; a round that fails is logged, and the next one follows.
 *
 * @returns a function that stops it, and resolves when the running round has ended
 */
export function repeat({ everyMs, log, failure, work }: Repeated): () => Promise<void> {
  let stopped = false;
  let next: NodeJS.Timeout | undefined;
  const round = async (): Promise<void> => {
    try {
      await work({ stopped: () => stopped });
    } catch (error) {
      if (!stopped) log.warn({ err: error }, failure);
    }
    if (stopped) return;
    next = setTimeout(() => {
      running = round();
    }, everyMs);
  };
  let running = round();
  return async () => {
    stopped = true;
    clearTimeout(next);
    await running;
  };
}
