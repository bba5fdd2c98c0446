import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll } from 'vitest';
import type { Database } from '../../src/backend/database/database.ts';
import { migrateDatabase } from '../../src/backend/database/migrate.ts';
import { createLog } from '../../src/backend/http/log.ts';
import type { Secrets } from '../../src/backend/http/secret.ts';
import { createDatabase } from '../support/databases.ts';
import { openWorld, type World } from '../support/factories.ts';

/** What services are called with, in this very process, so that a change of their code reaches the test. */
export interface Stage {
  database: Database;
  databaseUrl: string;
  secrets: Secrets;
  world: World;
  /** All events so far of a type, oldest first. */
  events: (type: string) => Promise<Record<string, unknown>[]>;
  /** One value of the database. */
  value: (statement: string, values?: unknown[]) => Promise<unknown>;
}

/** Makes a database for a file's tests, with all tables and nothing in them; the function returned gives it. */
export function useDatabase(): () => Stage {
  let stage: Stage | undefined;
  let drop: (() => Promise<void>) | undefined;
  beforeAll(async () => {
    const made = await createDatabase();
    await migrateDatabase({ url: made.url, log: createLog({ write: () => undefined }) });
    const world = openWorld(made.url);
    const { database } = world;
    drop = async () => {
      await world.close();
      await made.drop();
    };
    stage = {
      database,
      databaseUrl: made.url,
      secrets: { current: randomBytes(32), previous: undefined },
      world,
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
    if (!stage) throw new Error('the database is there only while tests run');
    return stage;
  };
}
