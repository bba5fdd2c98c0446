import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';
import { hasCode } from '../platform/errors/error-code.ts';
import { StartupError, errorMessage } from '../platform/errors/startup-error.ts';
import type { Log } from '../platform/logging/log.ts';
import type { Database } from './database.ts';
import { lockKeys } from './tables/advisory-locks.ts';

const migrationsFolder = fileURLToPath(new URL('./migrations', import.meta.url));

const patienceMs = 30_000;
/** Wrong password, unknown user, unknown database: waiting does not help. */
const refusals = ['28P01', '28000', '3D000', '42501'];

/**
 * Brings the tables up to date. Each run is one transaction: a run that is killed has changed nothing. It waits for a
 * database that is not up yet.
 *
 * @throws StartupError when the database stays away, or rejects the connection
 */
export async function migrateDatabase({ url, log }: { url: string; log: Log }): Promise<void> {
  const client = await connect(url, log);
  try {
    await client.query('select pg_advisory_lock($1)', [lockKeys.migrations]);
    await migrate(drizzle(client), { migrationsFolder });
  } catch (error) {
    throw new StartupError(
      `The database could not be brought up to date (${errorMessage(error)}): nothing was changed.`,
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function connect(url: string, log: Log): Promise<pg.Client> {
  const began = Date.now();
  for (;;) {
    const client = new pg.Client({
      connectionString: url,
      application_name: 'fastlinkit migrations',
      connectionTimeoutMillis: 5_000,
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return client;
    } catch (error) {
      await client.end().catch(() => undefined);
      if (hasCode(error, ...refusals) || Date.now() - began > patienceMs) {
        throw new StartupError(
          `The database of FASTLINKIT_DATABASE_URL cannot be used (${errorMessage(error)}): check the address, and that this user may connect.`,
        );
      }
      log.warn({ err: error }, 'waiting for the database');
      await delay(500);
    }
  }
}

let latest: number | undefined;

/** Whether the database is reachable and has all migrations of this version. */
export async function isMigrated({ orm }: Database): Promise<boolean> {
  latest ??= Math.max(...readMigrationFiles({ migrationsFolder }).map(({ folderMillis }) => folderMillis));
  const { rows } = await orm.execute<{ current: boolean }>(
    sql`select coalesce(max(created_at) >= ${latest}, false) as current from drizzle.__drizzle_migrations`,
  );
  return rows[0]?.current ?? false;
}
