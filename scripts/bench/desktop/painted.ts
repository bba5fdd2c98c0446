import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Area, Screen } from './screen.ts';

/** What is to be seen, and where. */
export interface Sight {
  area: Area;
  pixels: Buffer;
}

export interface Program {
  command: string;
  parameters: string[];
  environment: Record<string, string | undefined>;
}

export interface Started {
  /** From the call that starts the process until all of the sights were on the screen. */
  paintedMs: number;
  pid: number;
  stop: () => Promise<void>;
}

const lookEveryMs = 3;
const patienceMs = 60_000;

/** Starts a program and watches the screen until the sights are there. */
export async function startUntilPainted(program: Program, screen: Screen, sights: Sight[]): Promise<Started> {
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
  while (!sights.every(({ area, pixels }) => screen.look(area).equals(pixels))) {
    if (performance.now() - begin > patienceMs || child.exitCode !== null) {
      await stop();
      throw new Error(`${program.parameters[0]} did not paint what was waited for.`);
    }
    await delay(lookEveryMs);
  }
  return { paintedMs: performance.now() - begin, pid: child.pid ?? 0, stop };
}
