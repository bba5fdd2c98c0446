import { join } from 'node:path';
import type { Config } from './config.ts';
import { migrateDatabase } from './database/migrate.ts';
import { readOrCreateSecret } from './embedded-postgres/data-folder.ts';
import { startEmbeddedPostgres } from './embedded-postgres/embedded-postgres.ts';
import type { Log } from './platform/logging/log.ts';
import type { SealingSecrets } from './server-key.ts';

export interface Storage {
  databaseUrl: string;
  /** What opens the key in the database. */
  secrets: SealingSecrets;
  /** Stops the database without waiting, for a shutdown that takes too long. */
  kill: () => void;
}

const secretSetting = 'FASTLINKIT_SECRET';
const secretFile = 'secret';

/**
 * Opens the database, brings its tables up to date, and reads the secret: from the settings, or from the server's own data
 * folder.
 *
 * @throws StartupError
 */
export async function openStorage({
  config,
  log,
  shutdownHooks,
}: {
  config: Config;
  log: Log;
  shutdownHooks: AsyncDisposableStack;
}): Promise<Storage> {
  const { database, previousSecret } = config;
  if (database.kind === 'external') {
    await migrateDatabase({ url: database.url, log });
    if (!config.secret) throw new Error('an external database without a secret');
    return {
      databaseUrl: database.url,
      secrets: { secret: config.secret, previousSecret, secretName: secretSetting },
      kill: () => undefined,
    };
  }
  const postgres = await startEmbeddedPostgres({ dataDir: database.dataDir, log });
  shutdownHooks.defer(() => postgres.stop());
  const secret = config.secret ?? (await readOrCreateSecret(database.dataDir, secretFile));
  await migrateDatabase({ url: postgres.url, log });
  return {
    databaseUrl: postgres.url,
    secrets: {
      secret,
      previousSecret,
      secretName: config.secret ? secretSetting : join(database.dataDir, secretFile),
    },
    kill: () => postgres.kill(),
  };
}
