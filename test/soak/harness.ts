import { createDatabase } from '../helpers/databases.ts';
import { openTestData, type TestData } from '../helpers/factories.ts';
import { startBackend, type Backend } from '../helpers/start-backend.ts';

/** What a part has to itself: a database, its contents, and backends as processes of their own. */
export interface Harness {
  databaseUrl: string;
  testData: TestData;
  backends: Backend[];
  urls: string[];
  close: () => Promise<void>;
}

export interface HarnessOptions {
  nodes: number;
  smtpUrl: string;
  environment?: Record<string, string>;
}

/** Thousands of invites are no abuse here. */
const noLimits = { FASTLINKIT_SENDS_PER_DAY: '1000000' };

export async function openHarness({ nodes, smtpUrl, environment = {} }: HarnessOptions): Promise<Harness> {
  const database = await createDatabase();
  const backends = await Promise.all(
    Array.from({ length: nodes }, () =>
      startBackend({ databaseUrl: database.url, smtpUrl, environment: { ...noLimits, ...environment } }),
    ),
  );
  const testData = openTestData(database.url);
  return {
    databaseUrl: database.url,
    testData,
    backends,
    urls: backends.map(({ url }) => url),
    async close() {
      await Promise.all(backends.map((backend) => backend.stop()));
      await testData.close();
      await database.drop();
    },
  };
}
