import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Area, Screen } from './screen.ts';

/** What an area of the screen looks like once the program has painted it. */
export interface ExpectedPixels {
  area: Area;
  pixels: Buffer;
}

export interface Program {
  command: string;
  parameters: string[];
  environment: Record<string, string | undefined>;
}

export interface Started {
  /** From the call that starts the process until the screen showed all that was expected. */
  paintedMs: number;
  pid: number;
  stop: () => Promise<void>;
}

const readEveryMs = 3;
const timeoutMs = 60_000;

/**
 * Starts a program and reads the screen until the expected pixels are there.
 *
 * @throws Error when the program ends before that, or takes longer than a minute
 */
export async function startUntilPainted(
  program: Program,
  screen: Screen,
  expected: ExpectedPixels[],
): Promise<Started> {
  const begin = performance.now();
  const child = spawn(program.command, program.parameters, {
    env: { ...process.env, ...program.environment },
    stdio: 'ignore',
  });
  const exit = once(child, 'exit');
  const stop = async (): Promise<void> => {
    child.kill();
    await exit;
  };
  while (!expected.every(({ area, pixels }) => screen.read(area).equals(pixels))) {
    if (performance.now() - begin > timeoutMs || child.exitCode !== null) {
      await stop();
      throw new Error(`${program.parameters[0]} did not paint what was expected.`);
    }
    await delay(readEveryMs);
  }
  return { paintedMs: performance.now() - begin, pid: child.pid ?? 0, stop };
}
