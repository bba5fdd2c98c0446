import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';
import { expect, onTestFinished, test, vi } from 'vitest';
import { projectFolder } from '../../scripts/setup/paths.mjs';
import { removeFolder, temporaryFolder } from '../../scripts/setup/temporary-folder.mjs';
import { signIn } from '../support/api-client.ts';
import { openWorld } from '../support/factories.ts';
import { createDatabase } from '../support/databases.ts';
import { schemaOf } from '../support/schema.ts';
import { spawnBackend, startBackend } from '../support/start-backend.ts';
import { openStatementProxy } from '../support/statement-proxy.ts';

async function emptyDatabase() {
  const database = await createDatabase();
  onTestFinished(() => database.drop());
  const proxy = await openStatementProxy(database.url);
  onTestFinished(() => proxy.close());
  return { url: database.url, proxy };
}

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

/** The tables as an earlier release has made them. */
async function migrateTo(tag: string, client: pg.Client): Promise<void> {
  const folder = temporaryFolder('fastlinkit-migrations');
  onTestFinished(() => removeFolder(folder));
  cpSync(join(projectFolder, 'src/backend/database/migrations'), folder, { recursive: true });
  const file = join(folder, 'meta/_journal.json');
  const journal = JSON.parse(readFileSync(file, 'utf8')) as { entries: { tag: string }[] };
  const last = journal.entries.findIndex((entry) => entry.tag === tag);
  writeFileSync(file, JSON.stringify({ ...journal, entries: journal.entries.slice(0, last + 1) }));
  await migrate(drizzle(client), { migrationsFolder: folder });
}

test('what an earlier release has written is there after the update, and is found', async () => {
  const { url } = await emptyDatabase();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  onTestFinished(() => client.end());
  await migrateTo('0002_delivery_failed', client);
  await client.query(`
    insert into organizations (id, name, description, created_at, sort_name, search)
      values ('01890000-0000-7000-8000-00000000000a', 'Old', '', now(), 'old', 'old');
    insert into users (id, email, first_name, last_name, password_hash)
      values ('01890000-0000-7000-8000-00000000000b', 'zoe@old.test', 'Zoë', 'Früh', 'x');
    insert into members (id, organization_id, user_id, role, joined_at, sort_name, sort_email, search)
      values ('01890000-0000-7000-8000-00000000000c', '01890000-0000-7000-8000-00000000000a',
        '01890000-0000-7000-8000-00000000000b', 'owner', now(), 'zoe fruh', 'zoe@old.test', 'zoe fruh old test');
  `);
  const backend = await startBackend({ databaseUrl: url, smtpUrl: 'smtp://127.0.0.1:1' });
  onTestFinished(async () => void (await backend.stop()));
  const world = openWorld(url);
  onTestFinished(() => world.close());
  const { client: staff } = await signIn(backend.url, await world.person({ staff: true }));
  const path = '/api/organizations/01890000-0000-7000-8000-00000000000a/members';
  for (const query of ['', '?search=fruh', '?search=zoe%40old.test']) {
    const { json } = await staff.raw({ method: 'GET', path: `${path}${query}` });
    expect(json, query).toMatchObject({
      total: 1,
      items: [{ firstName: 'Zoë', lastName: 'Früh', email: 'zoe@old.test' }],
    });
  }
});
