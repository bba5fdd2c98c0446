import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** What is being written: should the app end before, none of it stays. */
const unfinished = new Set<string>();

/**
 * Writes a file whole or not at all, however long it takes to come: what was there before stays until the last byte
 * is on the disk.
 *
 * @throws what the content or the file system says; nothing half is left then
 */
export async function writeWholeFile(
  path: string,
  content: AsyncIterable<Uint8Array | string>,
): Promise<void> {
  // Beside the target, so that it is on the same disk.
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}.part`);
  unfinished.add(temporary);
  try {
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  } finally {
    unfinished.delete(temporary);
  }
}

/** For when the app ends: removes what could not be written to its end. */
export function dropUnfinishedFiles(): void {
  for (const path of unfinished) rmSync(path, { force: true });
}
