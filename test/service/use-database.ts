import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll } from 'vitest';
import type { Database } from '../../src/backend/database/database.ts';
import type { MailQueue } from '../../src/backend/mail/mail-queue.ts';
import type { Secrets } from '../../src/backend/platform/crypto/secret.ts';
import { createDatabase } from '../helpers/databases.ts';
import { openTestData } from '../helpers/factories.ts';
import type { TestData } from '../helpers/factories.ts';

/** What services are called with, in this very process, so that a change of their code reaches the test. */
export interface ServiceTest {
  database: Database;
  databaseUrl: string;
  secrets: Secrets;
  isDemo: boolean;
  /** Takes jobs and sends nothing. */
  mailQueue: Pick<MailQueue, 'enqueue'>;
  testData: TestData;
  /** All events so far of a type, oldest first. */
  events: (type: string) => Promise<Record<string, unknown>[]>;
  /** One value of the database. */
  value: (statement: string, values?: unknown[]) => Promise<unknown>;
}

/** Makes a database for a file's tests, with all tables and nothing in them; the function returned gives it. */
export function useDatabase(): () => ServiceTest {
  let harness: ServiceTest | undefined;
  let drop: (() => Promise<void>) | undefined;
  beforeAll(async () => {
    const made = await createDatabase();
    const testData = openTestData(made.url);
    const { database } = testData;
    drop = async () => {
      await testData.close();
      await made.drop();
    };
    harness = {
      database,
      databaseUrl: made.url,
      secrets: { current: randomBytes(32), previous: undefined },
      isDemo: false,
      mailQueue: { enqueue: () => Promise.resolve() },
      testData,
      async events(type) {
        const { rows } = await database.pool.query<{ data: Record<string, unknown> }>(
          'select data from events where type = $1 order by id',
          [type],
        );
        return rows.map(({ data }) => data);
      },
      async value(statement, values = []) {
        const { rows } = await database.pool.query<Record<string, unknown>>(statement, values);
        return Object.values(rows[0] ?? {})[0];
      },
    };
  });
  afterAll(() => drop?.());
  return () => {
    if (!harness) throw new Error('the database is there only while tests run');
    return harness;
  };
}
