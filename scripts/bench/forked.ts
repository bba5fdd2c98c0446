import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { z } from 'zod';
import { atEnd } from './ending.ts';

/** A program of the bench in a process of its own, which is told things and answers. */
export interface Forked {
  pid: number;
  tell: (message: string | number | object) => void;
  /** The next thing that it says, of this shape. */
  hear: <Said>(shape: z.ZodType<Said>) => Promise<Said>;
  end: () => Promise<void>;
}

/** Starts the program beside this file; it ends with the bench at the latest. */
export function startForked(program: string): Forked {
  const child: ChildProcess = fork(fileURLToPath(new URL(program, import.meta.url)), {
    serialization: 'json',
  });
  const ended = once(child, 'exit');
  const said: unknown[] = [];
  const listening: ((message: unknown) => void)[] = [];
  child.on('message', (message) => {
    const listener = listening.shift();
    if (listener) listener(message);
    else said.push(message);
  });
  const end = async () => {
    if (child.connected) child.disconnect();
    await ended;
  };
  atEnd(end);
  return {
    pid: child.pid ?? 0,
    tell: (message) => void child.send(message),
    async hear(shape) {
      const next = Promise.withResolvers<unknown>();
      if (said.length > 0) next.resolve(said.shift());
      else listening.push(next.resolve);
      const gone = ended.then(() => {
        throw new Error(`${program} has ended`);
      });
      return shape.parse(await Promise.race([next.promise, gone]));
    },
    end,
  };
}
