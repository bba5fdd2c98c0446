import type { Log } from './http/log.ts';

/** What has been started and has to be ended: the last first. */
export interface Endings {
  add(end: () => unknown): void;
  /** Ends everything; what fails to end is logged and keeps nothing else from ending. */
  run(): Promise<void>;
}

export function collectEndings(log: Log): Endings {
  const ends: (() => unknown)[] = [];
  return {
    add(end) {
      ends.push(end);
    },
    async run() {
      for (let end = ends.pop(); end; end = ends.pop()) {
        try {
          await end();
        } catch (error) {
          log.error({ err: error }, 'something did not end in order');
        }
      }
    },
  };
}
