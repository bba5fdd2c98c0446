import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { cpuMs, postgresCpuMs } from './cpu-time.ts';

/** What one action costs: the cost of many, divided. */
export interface Cost {
  statements: number;
  serverMs: number;
  postgresMs: number;
  /** What PostgreSQL writes ahead, and sends to a replica. */
  walBytes: number;
}

export interface CostMeter {
  /** Runs the action so often, one after the other, and divides. */
  of: (times: number, action: (index: number) => Promise<unknown>) => Promise<Cost>;
  /**
   * Runs work that says how many actions it did, any number at once, and divides. Statements of the background are not told
   * apart: they are few beside those of hundreds of actions a second.
   */
  during: (work: () => Promise<number>) => Promise<Cost>;
  close: () => Promise<void>;
}

interface Snapshot {
  at: number;
  calls: Map<string, number>;
  serverMs: number;
  postgresMs: number;
  wal: number;
}

/** What server and PostgreSQL do in the background is measured for so long, and subtracted. */
const idleMs = 5_000;

/** Opens a meter on a server and its database, both of which do nothing else meanwhile. */
export async function openCostMeter(databaseUrl: string, serverPid: number): Promise<CostMeter> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query('create extension if not exists pg_stat_statements');

  async function snapshot(): Promise<Snapshot> {
    const { rows } = await client.query<{ id: string; calls: string }>(
      `select queryid::text as id, sum(calls) as calls from pg_stat_statements
       where dbid = (select oid from pg_database where datname = current_database()) and toplevel group by 1`,
    );
    const wal = await client.query<{ bytes: string }>("select pg_current_wal_lsn() - '0/0'::pg_lsn as bytes");
    return {
      at: performance.now(),
      calls: new Map(rows.map(({ id, calls }) => [id, Number(calls)])),
      serverMs: cpuMs(serverPid),
      postgresMs: await postgresCpuMs(client),
      wal: Number(wal.rows[0]?.bytes),
    };
  }

  const idleFrom = await snapshot();
  await delay(idleMs);
  const idle = perMs(idleFrom, await snapshot());

  /** What each of so many actions took between two snapshots, beyond what happens in the background. */
  function each(before: Snapshot, after: Snapshot, times: number): Omit<Cost, 'statements'> {
    const ms = after.at - before.at;
    const spent = perMs(before, after);
    const beyond = (busy: number, background: number) => Math.max(0, ((busy - background) * ms) / times);
    return {
      serverMs: beyond(spent.serverMs, idle.serverMs),
      postgresMs: beyond(spent.postgresMs, idle.postgresMs),
      walBytes: beyond(spent.wal, idle.wal),
    };
  }

  return {
    async of(times, action) {
      const before = await snapshot();
      for (let index = 0; index < times; index += 1) await action(index);
      const after = await snapshot();
      return { statements: statementsOfEach(before, after, times), ...each(before, after, times) };
    },
    async during(work) {
      const before = await snapshot();
      const times = await work();
      const after = await snapshot();
      return { statements: (callsOf(after) - callsOf(before)) / times, ...each(before, after, times) };
    },
    close: () => client.end(),
  };
}

function perMs(from: Snapshot, to: Snapshot): Pick<Snapshot, 'serverMs' | 'postgresMs' | 'wal'> {
  const ms = to.at - from.at;
  return {
    serverMs: (to.serverMs - from.serverMs) / ms,
    postgresMs: (to.postgresMs - from.postgresMs) / ms,
    wal: (to.wal - from.wal) / ms,
  };
}

function callsOf({ calls }: Snapshot): number {
  return calls.values().reduce((sum, of) => sum + of, 0);
}

/** A statement belongs to the action as often as it was run for each; what runs in the background is far from once for each. */
function statementsOfEach(before: Snapshot, after: Snapshot, times: number): number {
  let sum = 0;
  for (const [id, calls] of after.calls) sum += Math.round((calls - (before.calls.get(id) ?? 0)) / times);
  return sum;
}
