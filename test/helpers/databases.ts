import { randomBytes } from 'node:crypto';
import { execute, startPostgres, type PostgresServer } from './postgres.ts';

/** The global setup of a run sets it to the address of the server that all its workers share. */
const sharedServerVariable = 'FASTLINKIT_TEST_POSTGRES';

/** The database that those of the tests are copied from, which takes a fraction of the time of the migrations. */
const template = 'migrated';

/** A database of a test's own. */
export interface TestDatabase {
  url: string;
  drop: () => Promise<void>;
}

let ownServer: Promise<PostgresServer> | undefined;

/** The address of a database on the server that this process uses: the shared one, or one of its own. */
async function databaseUrl(name: string): Promise<string> {
  const shared = process.env[sharedServerVariable];
  if (shared === undefined) {
    ownServer ??= startWithTemplate();
    return (await ownServer).url(name);
  }
  const url = new URL(shared);
  url.pathname = `/${name}`;
  return url.href;
}

/**
 * Starts the PostgreSQL that all workers of a test run share: for a runner's global setup.
 *
 * @returns what ends it
 */
export async function shareOnePostgres(): Promise<() => Promise<void>> {
  const server = await startWithTemplate();
  process.env[sharedServerVariable] = server.url('postgres');
  return () => server.remove();
}

async function startWithTemplate(): Promise<PostgresServer> {
  const server = await startPostgres();
  await execute(server.url('postgres'), `create database ${template}`);
  // Loaded only here: it imports much of the backend, which the workers of a run do not need.
  const { createTables } = await import('./database-template.ts');
  await createTables(server.url(template));
  return server;
}

/** Creates a database with the tables that a backend makes at its first start, and no rows. */
export function createDatabase(): Promise<TestDatabase> {
  // Copying files is the quickest way: without fsync the checkpoint that comes with it costs little.
  return create(`template ${template} strategy file_copy`);
}

/** Creates a database without any table: for tests of the first start. */
export function createEmptyDatabase(): Promise<TestDatabase> {
  return create('');
}

async function create(options: string): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const maintenance = await databaseUrl('postgres');
  await execute(maintenance, `create database ${name} ${options}`);
  return {
    url: await databaseUrl(name),
    async drop() {
      await execute(maintenance, `drop database ${name} with (force)`);
    },
  };
}
