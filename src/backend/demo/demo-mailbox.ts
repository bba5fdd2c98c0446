import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeDataFolder } from '../embedded-postgres/data-folder.ts';
import type { Log } from '../platform/logging/log.ts';
import { startLocalMailbox, type LocalMailbox } from './local-mailbox.ts';

/**
 * Starts the mailbox of the demo. With the embedded database its emails are stored in the data folder; with an external
 * one they are deleted when the server ends.
 *
 * @throws StartupError when the data folder cannot be made
 */
export async function openDemoMailbox({
  dataDir,
  log,
  shutdownHooks,
}: {
  /** Undefined with an external database. */
  dataDir: string | undefined;
  log: Log;
  shutdownHooks: AsyncDisposableStack;
}): Promise<LocalMailbox> {
  let mailFolder: string;
  if (dataDir === undefined) {
    mailFolder = await mkdtemp(join(tmpdir(), 'fastlinkit-mailbox-'));
    shutdownHooks.defer(() => rm(mailFolder, { recursive: true, force: true }));
  } else {
    await makeDataFolder(dataDir);
    mailFolder = join(dataDir, 'mailbox');
  }
  const mailbox = await startLocalMailbox({ mailFolder, log });
  shutdownHooks.defer(() => mailbox.stop());
  return mailbox;
}
