import { once } from 'node:events';
import { chmod, mkdir } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import type { Log } from '../platform/logging/log.ts';

export interface LocalMailbox {
  smtpUrl: string;
  /** The web interface of the mailbox; emails as JSON at `/api/email`. */
  webUrl: string;
  stop(): Promise<void>;
}

const firstMessage = z.tuple([z.object({ smtpPort: z.number(), webPort: z.number() })]);

// In the bundle the file of the thread is next to this chunk.
const threadFile = import.meta.url.endsWith('.ts')
  ? './local-mailbox-worker.ts'
  : './local-mailbox-worker.js';

/**
 * Starts a mail server for demos that stores all emails, on this machine alone and on free ports.
 *
 * @param mailFolder where the emails are stored; they contain invite links
 */
export async function startLocalMailbox({
  mailFolder,
  log,
}: {
  mailFolder: string;
  log: Log;
}): Promise<LocalMailbox> {
  await mkdir(mailFolder, { recursive: true, mode: 0o700 });
  await chmod(mailFolder, 0o700);
  const thread = new Worker(new URL(threadFile, import.meta.url), {
    workerData: { mailFolder },
    stdout: true,
    stderr: true,
    env: {},
  });
  // Unread output would fill the memory.
  thread.stdout.resume();
  thread.stderr.resume();
  const stop = async () => {
    await thread.terminate();
  };
  try {
    const [{ smtpPort, webPort }] = firstMessage.parse(await once(thread, 'message'));
    thread.on('error', (error) => log.error({ err: error }, 'the local mailbox has ended'));
    return { smtpUrl: `smtp://127.0.0.1:${smtpPort}`, webUrl: `http://127.0.0.1:${webPort}`, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
