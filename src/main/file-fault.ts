const sentences: Record<string, string> = {
  ENOSPC: 'The disk is full, so the file could not be saved. Make room or choose another place.',
  EDQUOT: 'The disk is full, so the file could not be saved. Make room or choose another place.',
  EACCES: 'You may not write to this place, so the file was not saved. Choose another one.',
  EPERM: 'You may not write to this place, so the file was not saved. Choose another one.',
  EROFS: 'You may not write to this place, so the file was not saved. Choose another one.',
  EISDIR: 'There is a folder of this name, so the file was not saved. Choose another name.',
  ENOENT: 'This folder is not there any more, so the file was not saved. Choose another one.',
  ENOTDIR: 'This folder is not there any more, so the file was not saved. Choose another one.',
  EBUSY: 'Another program has this file open, so it was not saved. Close it there and try again.',
  ENAMETOOLONG: 'This name is too long, so the file was not saved. Choose another one.',
};

/** Says for a person why a file could not be written. */
export function fileFault(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return sentences[code] ?? 'The file could not be saved. Choose another place and try again.';
}
