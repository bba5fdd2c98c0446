import { randomBytes } from 'node:crypto';
import { execute, startPostgres, type PostgresServer } from '../../test/support/postgres.ts';
import { atEnd } from './ending.ts';

let server: Promise<PostgresServer> | undefined;

/**
 * As in production, for durability is part of what is measured: an acknowledged invite is on the disk. The rest is what
 * the embedded server runs with, and memory for a million invites.
 */
const settings = {
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  shared_buffers: '512MB',
  max_wal_size: '4GB',
  maintenance_work_mem: '256MB',
  random_page_cost: '1.1',
  max_parallel_workers_per_gather: '0',
  jit: 'off',
  shared_preload_libraries: 'pg_stat_statements',
};

/** The one PostgreSQL of a run, which the product and its peers share; started when the first row wants it. */
function postgres(): Promise<PostgresServer> {
  if (!server) {
    const starting = startPostgres(settings);
    server = starting;
    // Also one that is still being made when the run is broken off.
    atEnd(async () => (await starting).remove());
  }
  return server;
}

/**
 * Makes an empty database on the run's PostgreSQL.
 *
 * @returns its address
 */
export async function createBenchDatabase(): Promise<string> {
  const started = await postgres();
  const name = `bench_${randomBytes(4).toString('hex')}`;
  await execute(started.url('postgres'), `create database ${name}`);
  return started.url(name);
}

/** The version of the run's PostgreSQL; undefined when no row wanted one. */
export async function postgresVersion(): Promise<string | undefined> {
  if (!server) return undefined;
  const { rows } = await execute((await server).url('postgres'), 'show server_version');
  return String((rows as { server_version: string }[])[0]?.server_version);
}
