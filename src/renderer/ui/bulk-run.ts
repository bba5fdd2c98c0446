import { useEffect, useRef, useState } from 'react';
import { startLongRun, type LongRun } from './long-run.ts';

/** One of many things to be done. */
export interface BulkTask {
  id: string;
  /** What it is called where it is said that it failed. */
  name: string;
  /** Does it; answers why it could not be done, in words. */
  work: () => Promise<string | undefined>;
}

export interface BulkOutcome {
  id: string;
  name: string;
  /** Why it was not done; undefined when it was. */
  problem: string | undefined;
}

export interface BulkProgress {
  /** What is being done: "Resend selected". */
  label: string;
  total: number;
  outcomes: BulkOutcome[];
  state: 'running' | 'stopping' | 'stopped' | 'done';
}

/** A server that is asked one by one is slow, one that is asked all at once is overrun. */
const atOnce = 4;

/** Many things done a few at a time, with their progress; leaving the screen stops them. */
export function useBulkRun() {
  const [progress, setProgress] = useState<BulkProgress>();
  const current = useRef<LongRun<BulkTask, BulkOutcome>>(null);
  useEffect(() => () => current.current?.stop(), []);

  async function run(label: string, tasks: readonly BulkTask[]): Promise<void> {
    const longRun = startLongRun<BulkTask, BulkOutcome>({
      items: tasks,
      chunkSize: 1,
      parallel: atOnce,
      act: async (chunk) => {
        const outcomes = chunk.map(async (task): Promise<[BulkTask, BulkOutcome]> => {
          const { id, name, work } = task;
          return [task, { id, name, problem: await work() }];
        });
        return { results: new Map(await Promise.all(outcomes)) };
      },
    });
    current.current = longRun;
    const show = (): void => {
      const { status, total, results } = longRun.state.getState();
      setProgress({ label, total, outcomes: [...results.values()], state: status });
    };
    show();
    const unsubscribe = longRun.state.subscribe(show);
    await longRun.finished;
    unsubscribe();
    show();
  }

  return {
    progress,
    run,
    stop: () => current.current?.stop(),
    dismiss: () => setProgress(undefined),
  };
}
