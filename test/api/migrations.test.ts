import { expect, onTestFinished, test, vi } from 'vitest';
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
