import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { hasCode, ignoreCode } from '../platform/errors/error-code.ts';
import { StartupError, errorMessage } from '../platform/errors/startup-error.ts';
import type { Log } from '../platform/logging/log.ts';
import { readOrCreateSecret, makeDataFolder, replacePrivateFile } from './data-folder.ts';
import { databaseUser, openPostgresCluster } from './postgres-cluster.ts';
import {
  freePort,
  killPostgres,
  postgresLog,
  startPostgres,
  stopPostgres,
  type PostgresFiles,
} from './postgres-server.ts';
import { isPostgres, readPostmasterFile, removeStalePostmasterFile } from './postmaster-file.ts';
import { lockKeys } from '../database/tables/advisory-locks.ts';

export interface EmbeddedPostgres {
  /** `postgres://…`, valid until `stop()`. */
  url: string;
  /** Shuts PostgreSQL down. All connections of this server must be closed before. */
  stop(): Promise<void>;
  /** Ends PostgreSQL without waiting. Committed data is safe; the next start takes a moment longer. */
  kill(): void;
}

const databaseName = 'fastlinkit';
/** The role owns the database and nothing else: an injected statement reaches no file and no program of the machine. */
const serverRole = 'server';

const startDeadlineMs = 60_000;
const takenPatienceMs = 1_500;

/**
 * Starts the PostgreSQL of a data folder as a child process on a private port of 127.0.0.1; creates its files at the first
 * start. It adopts a PostgreSQL that a killed server has left running. If PostgreSQL ends unexpectedly, it is started again
 * at the same address.
 *
 * @throws StartupError when another server uses the folder, or the folder cannot be used
 */
export async function startEmbeddedPostgres(options: {
  dataDir: string;
  log: Log;
}): Promise<EmbeddedPostgres> {
  const { dataDir, log } = options;
  await makeDataFolder(dataDir);
  const password = (await readOrCreateSecret(dataDir, 'database-password')).toString('base64url');
  const cluster = await openPostgresCluster(dataDir, password);
  const server = { dataDir, cluster, password };
  const urlFile = join(dataDir, 'database-url');

  const stopping = new AbortController();
  let keeping: Promise<void> | undefined;
  let held = await hold(server, undefined);
  const url = urlOf(server, held.port);
  try {
    await replacePrivateFile(urlFile, `${url}\n`);
  } catch (error) {
    await end(held.guard);
    await stopPostgres(cluster);
    throw new StartupError(
      `${urlFile} cannot be written (${errorMessage(error)}): check FASTLINKIT_DATA_DIR.`,
    );
  }

  function watch(): void {
    held.guard.once('end', () => {
      if (stopping.signal.aborted) return;
      log.error('PostgreSQL has ended the connection: starting it again if need be');
      keeping = keep();
    });
  }

  async function keep(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        held = await hold(server, held.port);
        log.info('PostgreSQL is there again');
        watch();
        return;
      } catch (error) {
        log.error({ err: error }, 'PostgreSQL could not be started again');
        await delay(1_000);
      }
    }
  }

  watch();
  return {
    url,
    async stop() {
      stopping.abort();
      await keeping;
      await rm(urlFile, { force: true });
      await end(held.guard);
      await stopPostgres(cluster);
    },
    kill() {
      stopping.abort();
      killPostgres(held.pid);
    },
  };
}

interface Server extends PostgresFiles {
  password: string;
}

interface Held {
  /** The connection that holds the lock on the folder. */
  guard: pg.Client;
  port: number;
  pid: number;
}

function urlOf({ password }: Server, port: number): string {
  return `postgres://${serverRole}:${password}@127.0.0.1:${port}/${databaseName}`;
}

/**
 * Ensures that the cluster's PostgreSQL runs, and takes the lock on the folder in it. The lock decides which server has the
 * folder, whether PostgreSQL was started now or left over: a dead process holds no lock.
 *
 * @param port the port that it must listen on; undefined for any port
 */
async function hold(server: Server, port: number | undefined): Promise<Held> {
  const began = Date.now();
  let takenSince: number | undefined;
  while (Date.now() - began < startDeadlineMs) {
    const running = await readPostmasterFile(server.cluster.folder);
    if (!running || !(await isPostgres(running.pid))) {
      await removeStalePostmasterFile(server.cluster.folder, running);
      await startPostgres(server, port ?? (await freePort()));
      continue;
    }
    const outcome = await takeLock(server, running.port);
    if (typeof outcome === 'object') return { guard: outcome, ...running };
    if (outcome === 'taken') {
      // A server that was killed a moment ago may still hold its lock.
      takenSince ??= Date.now();
      if (Date.now() - takenSince > takenPatienceMs) {
        throw new StartupError(
          `Another FastLinkIt server is using the data folder ${server.dataDir}: stop it first, or set FASTLINKIT_DATA_DIR to another folder.`,
        );
      }
    }
    await delay(50);
  }
  throw new StartupError(
    `PostgreSQL in ${server.cluster.folder} did not answer within a minute: see ${postgresLog(server)}.`,
  );
}

/** Connects and takes the lock on the folder, or returns why it cannot. */
async function takeLock(server: Server, port: number): Promise<pg.Client | 'taken' | 'not ready'> {
  const guard = new pg.Client({
    connectionString: urlOf(server, port),
    application_name: `fastlinkit guard ${process.pid}`,
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
  });
  // A broken connection also emits `end`, which is handled.
  guard.on('error', () => undefined);
  try {
    await guard.connect();
    const { rows } = await guard.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [
      lockKeys.dataFolder,
    ]);
    if (rows[0]?.taken) return guard;
    await end(guard);
    return 'taken';
  } catch (error) {
    await end(guard);
    if (hasCode(error, '3D000', '28P01')) await createDatabase(server, port);
    return 'not ready';
  }
}

/** Creates the role and its database where they are missing. */
async function createDatabase({ dataDir, password }: Server, port: number): Promise<void> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: databaseUser,
    password,
    database: 'postgres',
    application_name: 'fastlinkit setup',
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const secret = client.escapeLiteral(password);
    await client.query(`create role ${serverRole} login`).catch(ignoreCode('42710', '23505'));
    await client.query(`alter role ${serverRole} password ${secret}`);
    await client
      .query(`create database ${databaseName} owner ${serverRole}`)
      .catch(ignoreCode('42P04', '23505'));
  } catch (error) {
    // All other errors are temporary: another server does the same at this moment, or PostgreSQL is not up yet.
    if (!hasCode(error, '28P01')) return;
    throw new StartupError(
      `${join(dataDir, 'database-password')} does not open the database beside it: restore that file from a backup.`,
    );
  } finally {
    await end(client);
  }
}

async function end(client: pg.Client): Promise<void> {
  await client.end().catch(() => undefined);
}
