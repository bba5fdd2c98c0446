import { readdirSync, readFileSync } from 'node:fs';
import type pg from 'pg';

/** What Linux counts a process's time in. */
const tickMs = 10;

interface ProcessState {
  parent: number;
  ownMs: number;
  /** Of the children that have ended. */
  endedMs: number;
}

/** The time that a process has spent on the processors; what this knows is Linux's. */
export function cpuMs(pid: number): number {
  return stateOf(pid)?.ownMs ?? 0;
}

/** The same of all processes of the PostgreSQL that the client is connected to. */
export async function postgresCpuMs(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  const postmaster = stateOf(rows[0]?.pid ?? 0)?.parent ?? 0;
  const states = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => stateOf(Number(name)));
  const children = states.filter((state) => state?.parent === postmaster);
  const own = stateOf(postmaster);
  return (
    children.reduce((sum, state) => sum + (state?.ownMs ?? 0), 0) + (own?.ownMs ?? 0) + (own?.endedMs ?? 0)
  );
}

/** @returns undefined when it has ended */
function stateOf(pid: number): ProcessState | undefined {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch (error) {
    if (process.platform === 'linux') return undefined;
    throw new Error('the time of processes is read from /proc, which only Linux has', { cause: error });
  }
  // The name stands in brackets and may have spaces.
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const [, parent = 0, , , , , , , , , , user = 0, system = 0, childUser = 0, childSystem = 0] = fields;
  return { parent, ownMs: (user + system) * tickMs, endedMs: (childUser + childSystem) * tickMs };
}
