import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fileFault } from './file-fault.ts';
import { dropUnfinishedFiles, writeWholeFile } from './whole-file.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fastlinkit-file-'));
  path = join(folder, 'members.csv');
});
afterEach(() => rmSync(folder, { recursive: true }));

async function* broken(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('half of it');
  await Promise.resolve();
  throw new Error('broken off');
}

describe('a whole file', () => {
  it('is written as it comes', async () => {
    await writeWholeFile(path, Readable.from(['a,b\r\n', Buffer.from('1,ü\r\n')]));
    expect(readFileSync(path, 'utf8')).toBe('a,b\r\n1,ü\r\n');
    expect(readdirSync(folder)).toEqual(['members.csv']);
  });

  it('leaves what was there when it breaks off, and nothing else', async () => {
    writeFileSync(path, 'the old one');
    await expect(writeWholeFile(path, broken())).rejects.toThrow('broken off');
    expect(readFileSync(path, 'utf8')).toBe('the old one');
    expect(readdirSync(folder)).toEqual(['members.csv']);
  });

  it('leaves nothing behind when the app ends before', async () => {
    const end = Promise.withResolvers<void>();
    async function* slow(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('half of it');
      dropUnfinishedFiles();
      expect(readdirSync(folder)).toEqual([]);
      end.resolve();
      await Promise.resolve();
      throw new Error('ended');
    }
    await expect(writeWholeFile(path, slow())).rejects.toThrow('ended');
    await end.promise;
    expect(readdirSync(folder)).toEqual([]);
  });

  it('says why it could not be written', async () => {
    const tried = writeWholeFile(join(folder, 'gone', 'members.csv'), Readable.from(['x']));
    const error: unknown = await tried.catch((error: unknown) => error);
    expect(fileFault(error)).toContain('not there any more');
    expect(fileFault('something')).toContain('could not be saved');
  });
});
