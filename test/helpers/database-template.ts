import { openDatabase } from '../../src/backend/database/database.ts';
import { migrateDatabase } from '../../src/backend/database/migrate.ts';
import { createLog } from '../../src/backend/platform/logging/log.ts';
import { createMailQueue } from '../../src/backend/mail/mail-queue.ts';

/** Creates the tables of the product and of its mail queue in an empty database, as a backend does at its first start. */
export async function createTables(url: string): Promise<void> {
  const log = createLog({ write: () => undefined });
  await migrateDatabase({ url, log });
  const database = openDatabase(url, { poolSize: 1 });
  const mailQueue = createMailQueue({ database, log });
  await mailQueue.prepare();
  await mailQueue.stop();
  await database.close();
}
