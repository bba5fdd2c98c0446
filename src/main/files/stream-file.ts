import { rmSync } from 'node:fs';
import { open as openFile, rename, rm, writeFile } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { findTarget } from './file-target.ts';

/** The temporary files that are being written; `removeUnfinishedFiles` deletes them when the app quits. */
const unfinished = new Set<string>();

/**
 * Writes a file of the user's completely or not at all, however long its content takes to arrive: the file keeps its
 * old content until the last byte is on disk. A file that is replaced keeps its permissions, and a link stays a link.
 *
 * @param open opens the content; called only when the file can be written
 * @throws FileError for a file that must not be replaced, the file system's error, and the errors of the content; the
 *   file is unchanged then
 */
export async function streamFileAtomically(
  path: string,
  open: () => Promise<AsyncIterable<Uint8Array | string>>,
): Promise<void> {
  const target = await findTarget(path);
  if (target.isSpecial === true) {
    await writeFile(target.path, await open());
    return;
  }
  // In the same folder, because a file cannot be renamed onto another disk. Its name is short: that of the file may be
  // as long as names can be.
  const temporary = join(dirname(target.path), `.${crypto.randomUUID()}.part`);
  unfinished.add(temporary);
  try {
    const file = await openFile(temporary, 'wx');
    try {
      await keepMode(file, target.mode);
      await file.writeFile(await open());
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, target.path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  } finally {
    unfinished.delete(temporary);
  }
}

/** Before anything is written: a file that only its owner could read is not readable by others meanwhile. */
async function keepMode(file: FileHandle, mode: number | undefined): Promise<void> {
  if (mode === undefined) return;
  const own = await file.stat();
  // Disks without permissions give all files the same, and let nobody change them.
  if ((own.mode & 0o777) !== mode) await file.chmod(mode);
}

/** Deletes the temporary files of all unfinished writes. Called when the app quits. */
export function removeUnfinishedFiles(): void {
  for (const path of unfinished) rmSync(path, { force: true });
}
