import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from './config.ts';
import { keptSecret, makeDataFolder } from './database/data-folder.ts';
import { startEmbeddedPostgres } from './database/embedded-postgres.ts';
import { migrateDatabase } from './database/migrate.ts';
import type { Endings } from './endings.ts';
import type { Log } from './http/log.ts';
import type { Secrets } from './http/secret.ts';
import { startLocalMailbox, type LocalMailbox } from './mail/local-mailbox.ts';

interface Settings {
  config: Config;
  log: Log;
  endings: Endings;
}

export interface Storage {
  databaseUrl: string;
  secrets: Secrets;
  /** For an end that cannot wait. */
  kill: () => void;
}

/**
 * The database, up to date, and the secrets: from the settings, or of the server's own in its data folder.
 *
 * @throws StartError
 */
export async function openStorage({ config, log, endings }: Settings): Promise<Storage> {
  const { database, previousSecret: previous } = config;
  if (database.kind === 'external') {
    await migrateDatabase({ url: database.url, log });
    if (!config.secret) throw new Error('an external database without a secret');
    return {
      databaseUrl: database.url,
      secrets: { current: config.secret, previous },
      kill: () => undefined,
    };
  }
  const postgres = await startEmbeddedPostgres({ dataDir: database.dataDir, log });
  endings.add(() => postgres.stop());
  const current = config.secret ?? (await keptSecret(database.dataDir, 'secret'));
  await migrateDatabase({ url: postgres.url, log });
  return { databaseUrl: postgres.url, secrets: { current, previous }, kill: () => postgres.kill() };
}

/** The mailbox of the demo; its mails are kept with the data where that is the server's own. */
export async function openMailbox({ config, log, endings }: Settings): Promise<LocalMailbox> {
  const { database } = config;
  const embedded = database.kind === 'embedded';
  if (embedded) await makeDataFolder(database.dataDir);
  const mailFolder = embedded
    ? join(database.dataDir, 'mailbox')
    : await mkdtemp(join(tmpdir(), 'fastlinkit-mailbox-'));
  if (!embedded) endings.add(() => rm(mailFolder, { recursive: true, force: true }));
  const mailbox = await startLocalMailbox({ mailFolder, log });
  endings.add(() => mailbox.stop());
  return mailbox;
}
