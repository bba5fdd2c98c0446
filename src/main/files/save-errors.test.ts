import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileError, isFileSystemError } from './file-errors.ts';
import { toFileError } from './save-errors.ts';
import { streamFileAtomically } from './stream-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fastlinkit-file-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The error of saving under this path, and whether the content was asked for. */
async function save(path: string): Promise<{ error: unknown; asked: boolean }> {
  let asked = false;
  const written = streamFileAtomically(path, () => {
    asked = true;
    return Promise.resolve(Readable.from(['a,b']));
  });
  const error: unknown = await written.then(
    () => undefined,
    (error: unknown) => error,
  );
  return { error: isFileSystemError(error) ? toFileError(error) : error, asked };
}

describe('the sentence about a file that could not be saved', () => {
  it('says that the folder is gone, before the content is asked for', async () => {
    const { error, asked } = await save(join(folder, 'missing', 'members.csv'));
    expect(String(error)).toContain('folder no longer exists on this computer');
    expect(asked).toBe(false);
  });

  it('says that the file is read-only, before the content is asked for', async () => {
    const path = join(folder, 'members.csv');
    writeFileSync(path, 'kept');
    chmodSync(path, 0o444);
    const { error, asked } = await save(path);
    expect(String(error)).toContain('This file is read-only');
    expect(asked).toBe(false);
  });

  it('says that a folder has this name', async () => {
    mkdirSync(join(folder, 'members.csv'));
    const { error, asked } = await save(join(folder, 'members.csv'));
    expect(String(error)).toContain('A folder already has this name');
    expect(asked).toBe(false);
  });

  it.skipIf(process.platform !== 'linux')('says that the disk is full', async () => {
    const { error } = await save('/dev/full');
    expect(String(error)).toContain('no space left on this computer’s disk');
  });

  it('says that the name is too long', async () => {
    const { error } = await save(join(folder, `${'x'.repeat(300)}.csv`));
    expect(String(error)).toContain('name is too long');
  });

  it.each(['EACCES', 'EPERM', 'EROFS'])('says for %s that the place cannot be written to', (code) => {
    expect(toFileError(Object.assign(new Error('x'), { code })).message).toContain('permission');
  });

  it('is a general one for an unknown error, and never names the server', () => {
    expect(toFileError(new Error('something'))).toBeInstanceOf(FileError);
    expect(toFileError(new Error('something')).message).toContain('couldn’t be saved on this computer');
  });
});

it('an error of the content is no file system error', async () => {
  const content = async function* () {
    yield await Promise.resolve('a,b');
    throw new Error('connection lost');
  };
  const written = streamFileAtomically(join(folder, 'members.csv'), () => Promise.resolve(content()));
  const error: unknown = await written.catch((error: unknown) => error);
  expect(isFileSystemError(error)).toBe(false);
});
