import type { FastifyBaseLogger } from 'fastify';

interface Repeated {
  /** From the end of one round to the beginning of the next. */
  everyMs: number;
  log: FastifyBaseLogger;
  /** For the log, when a round fails: "expired invites were not announced". */
  failure: string;
  work: (round: { stopped: () => boolean }) => Promise<void>;
}

/**
 * Does something again and again; a round that fails is logged, and the next one comes all the same.
 *
 * @returns what ends it, once the round that is under way has ended
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
