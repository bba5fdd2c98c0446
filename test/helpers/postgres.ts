import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { removeFolder, temporaryFolder } from '../../scripts/setup/temporary-folder.mjs';
import { databaseUser, openPostgresCluster } from '../../src/backend/embedded-postgres/postgres-cluster.ts';

/** A real PostgreSQL server of the tests' own, in a temporary folder. */
export interface PostgresServer {
  /** The address of one of its databases. */
  url: (database: string) => string;
  stop: () => Promise<void>;
  /** Ends its first process by SIGKILL, as a machine that is out of memory does. */
  kill: () => Promise<void>;
  /** After `stop` or `kill`: the same server on the same port, its data as they were. */
  start: () => Promise<void>;
  /** Stops it and deletes its folder. */
  remove: () => Promise<void>;
}

const password = 'for-tests-only';
const startPatienceMs = 10_000;
/** What a start fails with while processes of a killed server live. */
const stillThere = /shared memory block|is another postmaster|Address already in use/;

/**
 * Fast, for what is tested is not whether PostgreSQL survives a power cut. Enough connections for several backends at
 * once; no socket file, whose folder others may share.
 */
const settings = {
  fsync: 'off',
  full_page_writes: 'off',
  max_connections: '400',
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
};

/**
 * Makes and starts a server; it ends with this process at the latest.
 *
 * @param other settings in place of those for tests
 */
export async function startPostgres(other: Record<string, string> = {}): Promise<PostgresServer> {
  const folder = temporaryFolder('fastlinkit-test');
  const port = await freePort();
  const cluster = await openPostgresCluster(folder, password);
  let running: ChildProcess | undefined;

  /** After a kill the processes that are left have to be gone before another can start. */
  async function start(): Promise<void> {
    for (const began = Date.now(); ;) {
      try {
        await startOnce();
        return;
      } catch (error) {
        if (!stillThere.test(String(error)) || Date.now() - began > startPatienceMs) throw error;
        await delay(50);
      }
    }
  }

  async function startOnce(): Promise<void> {
    const options = Object.entries({ ...settings, ...other }).flatMap(([name, value]) => [
      '-c',
      `${name}=${value}`,
    ]);
    const child = await cluster.run(
      'postgres',
      ['-D', cluster.pgdata, '-p', String(port), ...options],
      undefined,
    );
    if (!child.stderr) throw new Error('PostgreSQL says nothing');
    const lines = createInterface(child.stderr);
    const said: string[] = [];
    const ready = new Promise<void>((resolve, reject) => {
      lines.on('line', (line) => {
        said.push(line);
        if (line.includes('ready to accept connections')) resolve();
      });
      child.once('exit', () => reject(new Error(`PostgreSQL did not start:\n${said.join('\n')}`)));
    });
    await ready;
    running = child;
    process.once('exit', stopAtOnce);
  }

  function stopAtOnce(): void {
    running?.kill('SIGINT');
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    const child = running;
    if (!child) return;
    running = undefined;
    process.off('exit', stopAtOnce);
    const exit = once(child, 'exit');
    child.kill(signal);
    await exit;
  }
  const stop = () => end('SIGINT');

  await start();
  return {
    url: (database) => `postgres://${databaseUser}:${password}@127.0.0.1:${port}/${database}`,
    start,
    stop,
    kill: () => end('SIGKILL'),
    async remove() {
      await stop();
      removeFolder(folder);
    },
  };
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port was free');
  return address.port;
}

/** Runs one statement on a connection of its own. */
export async function execute(
  url: string,
  statement: string,
  values: unknown[] = [],
): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await client.query(statement, values);
  } finally {
    await client.end();
  }
}
