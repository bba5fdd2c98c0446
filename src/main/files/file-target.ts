import { access, constants, readlink, realpath, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { errorCode, FileError } from './file-errors.ts';
import { isFolder, isReadOnly } from './save-errors.ts';

/** Where a file that is saved under some path is written. */
interface FileTarget {
  /** The path behind all symbolic links: the link is kept, and what it leads to is replaced. */
  path: string;
  /** The permissions of the file that is replaced; undefined for a new one. */
  mode?: number;
  /** Something like a pipe or a device, which is written to and cannot be replaced. */
  isSpecial?: boolean;
}

const permissionBits = 0o777;
const writeBits = 0o222;

/**
 * Finds out what is replaced when a file is saved under the path.
 *
 * @throws FileError when it must not be replaced, and the file system's error
 */
export async function findTarget(path: string): Promise<FileTarget> {
  const existing = await realpath(path).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (existing === undefined) return findNew(path);
  const file = await stat(existing);
  if (file.isDirectory()) throw new FileError(isFolder);
  if (!file.isFile()) return { path: existing, isSpecial: true };
  // An administrator may write to any file, but somebody made this one read-only to prevent that.
  if ((file.mode & writeBits) === 0) throw new FileError(isReadOnly);
  await access(existing, constants.W_OK).catch((cause: unknown) => {
    throw errorCode(cause) === 'EACCES' ? new FileError(isReadOnly, { cause }) : cause;
  });
  return { path: existing, mode: file.mode & permissionBits };
}

/** A new file, where the path is that of a link that leads nowhere yet. */
async function findNew(path: string): Promise<FileTarget> {
  const link = await readlink(path).catch(() => undefined);
  return link === undefined ? { path } : findTarget(resolve(dirname(path), link));
}
