/** A file could not be written. The message is a sentence for the user, about this computer. */
export class FileError extends Error {
  override readonly name = 'FileError';
}

/** Whether the error comes from the file system: Node sets `syscall` on these only. */
export function isFileSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

/** The file system's name for what went wrong, as `ENOENT`; the empty string for another error. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
