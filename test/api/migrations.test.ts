import { expect, onTestFinished, test, vi } from 'vitest';
import { migrateDatabase } from '../../src/backend/database/migrate.ts';
import { StartError } from '../../src/backend/database/start-error.ts';
import { createLog } from '../../src/backend/http/log.ts';
import { createDatabase } from '../support/databases.ts';
import { execute } from '../support/postgres.ts';
import { spawnBackend, startBackend } from '../support/start-backend.ts';
import { openStatementProxy } from '../support/statement-proxy.ts';

const log = createLog({ write: () => undefined });

async function emptyDatabase() {
  const database = await createDatabase();
  onTestFinished(() => database.drop());
  const proxy = await openStatementProxy(database.url);
  onTestFinished(() => proxy.close());
  return { url: database.url, proxy };
}

/** Every table, column and index, in words. */
async function schemaOf(url: string): Promise<string[]> {
  const { rows } = await execute(
    url,
    `select format('%s.%s %s %s %s', table_schema, table_name, column_name, data_type, column_default) as line
       from information_schema.columns where table_schema in ('public', 'drizzle', 'pgboss')
     union select indexdef from pg_indexes where schemaname in ('public', 'drizzle', 'pgboss')
     union select format('%s %s', tgrelid::regclass, tgname) from pg_trigger where not tgisinternal
     union select format('migration %s', hash) from drizzle.__drizzle_migrations
     order by 1`,
  );
  return rows.map(({ line }: { line: string }) => line);
}

async function tablesOf(url: string): Promise<string[]> {
  const { rows } = await execute(url, `select tablename from pg_tables where schemaname = 'public'`);
  return rows.map(({ tablename }: { tablename: string }) => tablename);
}

test(
  'migrations that are killed at any statement have done nothing, and run again',
  { timeout: 120_000 },
  async () => {
    const whole = await emptyDatabase();
    whole.proxy.arm(undefined);
    await migrateDatabase({ url: whole.proxy.url, log });
    const statements = whole.proxy.count();
    expect(statements).toBeGreaterThan(50);

    const { url, proxy } = await emptyDatabase();
    for (let statement = 1; statement <= statements; statement += 1) {
      proxy.arm({ statement, when: 'unsent' });
      await expect(migrateDatabase({ url: proxy.url, log })).rejects.toBeInstanceOf(StartError);
      expect(await tablesOf(url), `killed before statement ${statement}`).toEqual([]);
    }
    // Whether a commit was done that nobody heard of is open; it runs again all the same.
    proxy.arm({ statement: statements, when: 'unanswered' });
    await expect(migrateDatabase({ url: proxy.url, log })).rejects.toBeInstanceOf(StartError);
    proxy.arm(undefined);
    await migrateDatabase({ url: proxy.url, log });
    expect(await schemaOf(url)).toEqual(await schemaOf(whole.url));
  },
);

test(
  'a server that is killed in the middle of its first start can be started again',
  { timeout: 120_000 },
  async () => {
    const smtpUrl = 'smtp://127.0.0.1:1';
    const whole = await emptyDatabase();
    whole.proxy.arm(undefined);
    const first = await startBackend({ databaseUrl: whole.proxy.url, smtpUrl });
    const statements = whole.proxy.count();
    await first.stop();

    // What comes after the migrations: the mail queue's own tables, and the place among the live events.
    const { url, proxy } = await emptyDatabase();
    for (let statement = 60; statement < statements; statement += Math.ceil((statements - 60) / 5)) {
      proxy.arm({ statement, when: 'unsent' });
      const { child, exited } = await spawnBackend({ databaseUrl: proxy.url, smtpUrl });
      await vi.waitFor(() => expect(proxy.count()).toBeGreaterThanOrEqual(statement), {
        timeout: 20_000,
        interval: 5,
      });
      child.kill('SIGKILL');
      await exited;
    }
    const again = await startBackend({ databaseUrl: url, smtpUrl });
    onTestFinished(async () => void (await again.stop()));
    expect((await fetch(`${again.url}/readyz`)).status).toBe(200);
    expect(await schemaOf(url)).toEqual(await schemaOf(whole.url));
  },
);
