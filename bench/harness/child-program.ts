import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { z } from 'zod';
import { onCleanup } from './cleanup.ts';

const benchFolder = new URL('../', import.meta.url);

/** A program of the benchmarks in a process of its own, which exchanges messages with this one. */
export interface ChildProgram {
  pid: number;
  send: (message: string | number | object) => void;
  /** The next message of the program, in this shape. */
  receive: <Message>(shape: z.ZodType<Message>) => Promise<Message>;
  end: () => Promise<void>;
}

/**
 * Starts a program; it ends with the benchmarks at the latest.
 *
 * @param path below `bench/`
 */
export function startChildProgram(path: string): ChildProgram {
  const child: ChildProcess = fork(fileURLToPath(new URL(path, benchFolder)), { serialization: 'json' });
  const ended = once(child, 'exit');
  const received: unknown[] = [];
  const waiting: ((message: unknown) => void)[] = [];
  child.on('message', (message) => {
    const resolve = waiting.shift();
    if (resolve) resolve(message);
    else received.push(message);
  });
  const end = async () => {
    if (child.connected) child.disconnect();
    await ended;
  };
  onCleanup(end);
  return {
    pid: child.pid ?? 0,
    send: (message) => void child.send(message),
    async receive(shape) {
      const next = Promise.withResolvers<unknown>();
      if (received.length > 0) next.resolve(received.shift());
      else waiting.push(next.resolve);
      const exited = ended.then(() => {
        throw new Error(`${path} has ended`);
      });
      return shape.parse(await Promise.race([next.promise, exited]));
    },
    end,
  };
}
