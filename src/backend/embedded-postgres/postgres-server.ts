import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { open, readFile, rename, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ignoreCode } from '../platform/errors/error-code.ts';
import { StartupError, errorMessage } from '../platform/errors/startup-error.ts';
import type { PostgresCluster } from './postgres-cluster.ts';
import { isPostgres, readPostmasterFile } from './postmaster-file.ts';

/** A cluster and its data folder. */
export interface PostgresFiles {
  dataDir: string;
  cluster: PostgresCluster;
}

const stopPatienceMs = 4_000;
const pollMs = 5;
const maxLogBytes = 10 * 1024 * 1024;

const serverOptions = [
  ['listen_addresses', '127.0.0.1'],
  ['unix_socket_directories', ''],
  ['timezone', 'UTC'],
  ['log_timezone', 'UTC'],
  // Statements read single pages from an SSD, by an index, on one core each.
  ['random_page_cost', '1.1'],
  ['max_parallel_workers_per_gather', '0'],
  ['log_checkpoints', 'off'],
  // The text of a failed statement stays out of this log; the server logs it.
  ['log_min_error_statement', 'panic'],
  // Compiling pays off for long statements only, and there are none.
  ['jit', 'off'],
] as const;

/** Errors of a start while the previous PostgreSQL still runs or its port is still in use. */
const passing =
  /is another postmaster|lock file .* (already exists|is empty)|shared memory block|Address already in use|could not bind/i;

/** Starts PostgreSQL and waits until it accepts connections, or until the start has to be repeated. */
export async function startPostgres(server: PostgresFiles, port: number): Promise<void> {
  const { cluster } = server;
  const log = await openLog(server);
  try {
    const options = serverOptions.flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const child = await cluster.run(
      'postgres',
      ['-D', cluster.pgdata, '-p', String(port), ...options],
      log.file.fd,
    );
    const ended = once(child, 'exit');
    child.unref();
    while (child.exitCode === null && child.signalCode === null) {
      const running = await readPostmasterFile(cluster.folder);
      if (running?.pid === child.pid && running?.ready) return;
      await Promise.race([ended, delay(pollMs)]);
    }
  } catch (error) {
    if (error instanceof StartupError) throw error;
    throw new StartupError(
      `PostgreSQL could not be started in ${cluster.folder} (${errorMessage(error)}): check FASTLINKIT_DATA_DIR and the installed packages.`,
    );
  } finally {
    await log.file.close();
  }
  const said = (await readFile(log.path)).subarray(log.from).toString();
  if (passing.test(said)) {
    await delay(randomInt(50, 200));
    return;
  }
  const reason = /(?:FATAL|PANIC):\s*(.*)/.exec(said)?.[1] ?? said.trim().split('\n').at(-1) ?? '';
  throw new StartupError(
    `PostgreSQL cannot use the database in ${cluster.folder} (${errorMessage(reason) || 'it said nothing'}): nothing in it was changed. See ${log.path}, restore a backup, or move ${join(server.dataDir, 'postgres')} away to begin with an empty database.`,
  );
}

export function postgresLog({ dataDir }: PostgresFiles): string {
  return join(dataDir, 'postgres.log');
}

async function openLog(server: PostgresFiles) {
  const path = postgresLog(server);
  const { size } = (await stat(path).catch(ignoreCode('ENOENT'))) ?? { size: 0 };
  const full = size > maxLogBytes;
  if (full) await rename(path, `${path}.1`);
  return { path, file: await open(path, 'a', 0o600), from: full ? 0 : size };
}

export async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  const closed = once(probe, 'close');
  probe.close();
  await closed;
  if (address === null || typeof address === 'string')
    throw new StartupError('No port of 127.0.0.1 is free.');
  return address.port;
}

/** Shuts the cluster's PostgreSQL down, without waiting when that takes too long. */
export async function stopPostgres(cluster: PostgresCluster): Promise<void> {
  const running = await readPostmasterFile(cluster.folder);
  if (!running || !(await isPostgres(running.pid))) return;
  await ask(cluster, running.pid, 'fast', 'SIGINT');
  if (await gone(running.pid)) return;
  await ask(cluster, running.pid, 'immediate', 'SIGQUIT');
  await gone(running.pid);
}

async function ask(
  cluster: PostgresCluster,
  pid: number,
  mode: string,
  signal: NodeJS.Signals,
): Promise<void> {
  if (process.platform === 'win32') {
    // Windows has no signals; pg_ctl asks PostgreSQL in its own way.
    const child = await cluster.run('pg_ctl', ['stop', '-D', cluster.pgdata, '-m', mode, '-W'], undefined);
    await once(child, 'close');
    return;
  }
  signalTo(pid, signal);
}

/** Ends PostgreSQL without letting it write anything. */
export function killPostgres(pid: number): void {
  signalTo(pid, 'SIGQUIT');
}

function signalTo(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    ignoreCode('ESRCH')(error);
  }
}

async function gone(pid: number): Promise<boolean> {
  const began = Date.now();
  while (Date.now() - began < stopPatienceMs) {
    if (!(await isPostgres(pid))) return true;
    await delay(pollMs);
  }
  return false;
}
