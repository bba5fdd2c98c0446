import { createDatabase } from '../support/databases.ts';
import { openWorld, type World } from '../support/factories.ts';
import { startBackend, type Backend } from '../support/start-backend.ts';

/** What a part has to itself: a database, its contents, and backends as processes of their own. */
export interface Rig {
  databaseUrl: string;
  world: World;
  backends: Backend[];
  urls: string[];
  close: () => Promise<void>;
}

export interface RigOptions {
  nodes: number;
  smtpUrl: string;
  environment?: Record<string, string>;
}

/** Thousands of invites are no abuse here. */
const noLimits = { FASTLINKIT_SENDS_PER_DAY: '1000000' };

export async function openRig({ nodes, smtpUrl, environment = {} }: RigOptions): Promise<Rig> {
  const database = await createDatabase();
  const backends = await Promise.all(
    Array.from({ length: nodes }, () =>
      startBackend({ databaseUrl: database.url, smtpUrl, environment: { ...noLimits, ...environment } }),
    ),
  );
  const world = openWorld(database.url);
  return {
    databaseUrl: database.url,
    world,
    backends,
    urls: backends.map(({ url }) => url),
    async close() {
      await Promise.all(backends.map((backend) => backend.stop()));
      await world.close();
      await database.drop();
    },
  };
}
