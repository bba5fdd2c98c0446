import { randomBytes } from 'node:crypto';
import { execute, startPostgres, type PostgresServer } from './postgres.ts';

/** Where a run's global setup says which server its workers share. */
const sharedServerVariable = 'FASTLINKIT_TEST_POSTGRES';

/** A database of a test's own. */
export interface TestDatabase {
  url: string;
  drop: () => Promise<void>;
}

let ownServer: Promise<PostgresServer> | undefined;

/** The server that this process has its databases on: the run's, or one of its own. */
async function serverUrl(database: string): Promise<string> {
  const shared = process.env[sharedServerVariable];
  if (shared === undefined) {
    ownServer ??= startPostgres();
    return (await ownServer).url(database);
  }
  const url = new URL(shared);
  url.pathname = `/${database}`;
  return url.href;
}

/**
 * Starts the PostgreSQL that all workers of a test run share: for a runner's global setup.
 *
 * @returns what ends it
 */
export async function shareOnePostgres(): Promise<() => Promise<void>> {
  const server = await startPostgres();
  process.env[sharedServerVariable] = server.url('postgres');
  return () => server.remove();
}

/** Makes an empty database. */
export async function createDatabase(): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const maintenance = await serverUrl('postgres');
  await execute(maintenance, `create database ${name}`);
  return {
    url: await serverUrl(name),
    async drop() {
      await execute(maintenance, `drop database ${name} with (force)`);
    },
  };
}
