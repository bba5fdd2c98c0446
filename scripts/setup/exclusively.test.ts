import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exclusively } from './exclusively.mjs';

let folder: string;
let lockFile: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fastlinkit-lock-'));
  lockFile = join(folder, 'deep/down/setup.lock');
});

afterEach(() => rmSync(folder, { recursive: true }));

test('two at once work one after the other', async () => {
  const events: string[] = [];
  const work = (name: string) => async () => {
    events.push(`${name} begins`);
    await new Promise(setImmediate);
    events.push(`${name} ends`);
  };
  await Promise.all([exclusively(lockFile, work('first')), exclusively(lockFile, work('second'))]);
  expect(events).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
});

test('what fails gives the lock back', async () => {
  await expect(exclusively(lockFile, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(existsSync(lockFile)).toBe(false);
});

test('the lock of a process that was killed holds nobody up', async () => {
  await exclusively(lockFile, async () => {});
  const { pid } = spawnSync(process.execPath, ['--eval', '']);
  writeFileSync(lockFile, String(pid));
  await expect(exclusively(lockFile, () => Promise.resolve('done'))).resolves.toBe('done');
});
