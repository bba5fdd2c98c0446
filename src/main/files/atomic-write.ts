import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** Where `writeFileAtomically` writes first. A crash may leave this file behind, so deleting `path` includes it. */
export const temporaryPathOf = (path: string): string => `${path}.new`;

/**
 * Writes a small file of the app's own completely or not at all: after a crash the file has its old content or the new
 * one. Only the file's owner can read it. Synchronous, so that the content is on disk when the function returns.
 *
 * @throws the file system's error; the file is unchanged then
 */
export function writeFileAtomically(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = temporaryPathOf(path);
  // A file that a crash left behind may have other permissions.
  rmSync(temporary, { force: true });
  const file = openSync(temporary, 'wx', 0o600);
  try {
    writeSync(file, typeof content === 'string' ? Buffer.from(content) : content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
}
