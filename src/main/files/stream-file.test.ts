import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { removeUnfinishedFiles, streamFileAtomically } from './stream-file.ts';

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

const write = (to: string, ...chunks: (string | Buffer)[]) =>
  streamFileAtomically(to, () => Promise.resolve(Readable.from(chunks)));
const modeOf = (file: string) => statSync(file).mode & 0o777;

describe('a streamed file', () => {
  it('is written completely', async () => {
    await write(path, 'a,b\r\n', Buffer.from('1,ü\r\n'));
    expect(readFileSync(path, 'utf8')).toBe('a,b\r\n1,ü\r\n');
    expect(readdirSync(folder)).toEqual(['members.csv']);
  });

  it('leaves the old file, and nothing else, when its content fails', async () => {
    writeFileSync(path, 'the old one');
    await expect(streamFileAtomically(path, () => Promise.resolve(broken()))).rejects.toThrow('broken off');
    expect(readFileSync(path, 'utf8')).toBe('the old one');
    expect(readdirSync(folder)).toEqual(['members.csv']);
  });

  it('leaves nothing when the app quits before it is complete', async () => {
    const end = Promise.withResolvers<void>();
    async function* slow(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('half of it');
      removeUnfinishedFiles();
      expect(readdirSync(folder)).toEqual([]);
      end.resolve();
      await Promise.resolve();
      throw new Error('ended');
    }
    await expect(streamFileAtomically(path, () => Promise.resolve(slow()))).rejects.toThrow('ended');
    await end.promise;
    expect(readdirSync(folder)).toEqual([]);
  });

  it('can have the longest name that there is', async () => {
    const name = `${'社'.repeat(83)}aa.csv`;
    await write(join(folder, name), 'a,b');
    expect(readdirSync(folder)).toEqual([name]);
  });
});

describe.skipIf(process.platform === 'win32')('a file that is replaced', () => {
  it.each([0o600, 0o640, 0o666])('keeps its permissions %o', async (mode) => {
    writeFileSync(path, 'the old one');
    chmodSync(path, mode);
    await write(path, 'the new one');
    expect(readFileSync(path, 'utf8')).toBe('the new one');
    expect(modeOf(path)).toBe(mode);
  });

  it('stays unchanged when it is read-only', async () => {
    writeFileSync(path, 'the old one');
    chmodSync(path, 0o444);
    await expect(write(path, 'the new one')).rejects.toThrow('read-only');
    expect(readFileSync(path, 'utf8')).toBe('the old one');
    expect(readdirSync(folder)).toEqual(['members.csv']);
  });

  it('is the one that a link leads to, and the link is kept', async () => {
    mkdirSync(join(folder, 'elsewhere'));
    const file = join(folder, 'elsewhere', 'real.csv');
    writeFileSync(file, 'the old one');
    chmodSync(file, 0o600);
    symlinkSync(join('elsewhere', 'real.csv'), path);
    await write(path, 'the new one');
    expect(readlinkSync(path)).toBe(join('elsewhere', 'real.csv'));
    expect(readFileSync(file, 'utf8')).toBe('the new one');
    expect(modeOf(file)).toBe(0o600);
    expect(readdirSync(folder).toSorted()).toEqual(['elsewhere', 'members.csv']);
    expect(readdirSync(join(folder, 'elsewhere'))).toEqual(['real.csv']);
  });

  it('is created where a link leads that had nothing to lead to', async () => {
    symlinkSync('real.csv', path);
    await write(path, 'the new one');
    expect(lstatSync(path).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(folder, 'real.csv'), 'utf8')).toBe('the new one');
  });
});
