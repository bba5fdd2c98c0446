import { errorCode, FileError } from './file-errors.ts';

/** @param cause the file system's error */
export function toFileError(cause: unknown): FileError {
  return new FileError(messages[errorCode(cause)] ?? unknownReason, { cause });
}

export const isReadOnly = 'This file is read-only, so it wasn’t replaced. Choose another name.';
export const isFolder = 'A folder already has this name, so the file wasn’t saved. Choose another name.';

const noSpace =
  'There’s no space left on this computer’s disk, so the file wasn’t saved. Free up some space or choose another folder.';
const noPermission =
  'You don’t have permission to write to this folder on this computer, so the file wasn’t saved. Choose another folder.';
const noFolder =
  'This folder no longer exists on this computer, so the file wasn’t saved. Choose another one.';
const unknownReason = 'The file couldn’t be saved on this computer. Choose another folder and try again.';

const messages: Record<string, string> = {
  ENOSPC: noSpace,
  EDQUOT: noSpace,
  EACCES: noPermission,
  EPERM: noPermission,
  EROFS: noPermission,
  EISDIR: isFolder,
  ENOENT: noFolder,
  ENOTDIR: noFolder,
  EBUSY: 'Another program has this file open, so it wasn’t saved. Close it there and try again.',
  ENAMETOOLONG: 'This name is too long, so the file wasn’t saved. Choose a shorter one.',
};
