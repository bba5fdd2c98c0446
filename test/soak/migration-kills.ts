import { migrateDatabase } from '../../src/backend/database/migrate.ts';
import { StartupError } from '../../src/backend/platform/errors/startup-error.ts';
import { createLog } from '../../src/backend/platform/logging/log.ts';
import { createEmptyDatabase } from '../helpers/databases.ts';
import { execute } from '../helpers/postgres.ts';
import { schemaOf } from '../helpers/schema.ts';
import { openStatementProxy } from '../helpers/statement-proxy.ts';
import type { Cut } from '../helpers/statement-proxy.ts';
import type { Part } from './part.ts';

/** How many statements lie between two kills. */
const strides = { short: 9, long: 1 };
const log = createLog({ write: () => undefined });

export const part: Part = {
  what: 'migrations killed at any statement',
  goal: 'at each: nothing half done, and they run again',
  async run(size) {
    const [whole, victim] = await Promise.all([openTarget(), openTarget()]);
    try {
      await whole.migrate(undefined);
      const statements = whole.count();
      const counts = { kills: 0, unnoticed: 0, halfDone: 0 };
      const kill = async (cut: Cut): Promise<void> => {
        counts.kills += 1;
        if ((await victim.migrate(cut)) === 'done') counts.unnoticed += 1;
      };
      for (let statement = 1; statement <= statements; statement += strides[size]) {
        await kill({ statement, when: 'unsent' });
        if ((await victim.tables()) > 0) counts.halfDone += 1;
      }
      // Whether a commit took effect whose response was lost is unknown; the migrations run again in any case.
      await kill({ statement: statements, when: 'unanswered' });
      await victim.migrate(undefined);
      const same = (await victim.schema()).join('\n') === (await whole.schema()).join('\n');
      return {
        reached: `${counts.kills} kills at ${statements} statements: ${counts.halfDone} half done, ${counts.unnoticed} unnoticed, the tables in the end ${same ? 'the same' : 'others'}`,
        met: statements > 50 && counts.halfDone === 0 && counts.unnoticed === 0 && same,
      };
    } finally {
      await Promise.all([whole.close(), victim.close()]);
    }
  },
};

/** An empty database, and a way to it that can be cut. */
async function openTarget() {
  const database = await createEmptyDatabase();
  const proxy = await openStatementProxy(database.url);
  return {
    count: () => proxy.count(),
    async migrate(cut: Cut | undefined): Promise<'done' | 'cut'> {
      proxy.arm(cut);
      try {
        await migrateDatabase({ url: proxy.url, log });
        return 'done';
      } catch (error) {
        if (cut === undefined || !(error instanceof StartupError)) throw error;
        return 'cut';
      }
    },
    async tables(): Promise<number> {
      const { rows } = await execute(database.url, `select from pg_tables where schemaname = 'public'`);
      return rows.length;
    },
    schema: () => schemaOf(database.url),
    async close() {
      await proxy.close();
      await database.drop();
    },
  };
}
