import { sql } from 'drizzle-orm';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import { fileURLToPath } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Log } from '../http/log.ts';
import { hasCode } from './data-folder.ts';
import type { Database } from './database.ts';
import { StartError, words } from './start-error.ts';

const migrationsFolder = fileURLToPath(new URL('./migrations', import.meta.url));

/** Servers that start at the same time bring the tables up to date one after the other. */
const migrationLock = 4_600_003;
const patienceMs = 30_000;
/** Wrong password, unknown user, unknown database: waiting does not help. */
const refusals = ['28P01', '28000', '3D000', '42501'];

/**
 * Brings the tables up to date. Each run is one transaction: one that is killed has done nothing. A database
 * that is not there yet is waited for.
 *
 * @throws StartError when it does not come, or does not let this server in
 */
export async function migrateDatabase({ url, log }: { url: string; log: Log }): Promise<void> {
  const client = await connect(url, log);
  try {
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    await migrate(drizzle(client), { migrationsFolder });
  } catch (error) {
    throw new StartError(
      `The database could not be brought up to date (${words(error)}): nothing was changed.`,
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
        throw new StartError(
          `The database of FASTLINKIT_DATABASE_URL cannot be used (${words(error)}): check the address, and that this user may connect.`,
        );
      }
      log.warn({ err: error }, 'waiting for the database');
      await delay(500);
    }
  }
}

let latest: number | undefined;

/** Whether the database is there and has every table that this version needs. */
export async function isMigrated({ orm }: Database): Promise<boolean> {
  latest ??= Math.max(...readMigrationFiles({ migrationsFolder }).map(({ folderMillis }) => folderMillis));
  const { rows } = await orm.execute<{ current: boolean }>(
    sql`select coalesce(max(created_at) >= ${latest}, false) as current from drizzle.__drizzle_migrations`,
  );
  return rows[0]?.current ?? false;
}
