import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { removeFolder, temporaryFolder } from './temporary-folder.mjs';

test('deletes what killed processes left behind, and nothing of a living one', () => {
  // Of this process alone: others may run the same test.
  const name = `fastlinkit-folder-test-${process.pid}`;
  const mine = temporaryFolder(name);
  const parent = dirname(mine);
  const { pid: ended } = spawnSync(process.execPath, ['--eval', '']);
  const left = join(parent, `${name}-${ended}-abcdef`);
  const otherName = join(parent, `${name}-apart-${ended}-abcdef`);
  onTestFinished(() => [mine, left, otherName].forEach(removeFolder));
  for (const folder of [left, otherName]) mkdirSync(folder);
  writeFileSync(join(left, 'file'), '');

  const next = temporaryFolder(name);
  onTestFinished(() => removeFolder(next));
  expect(existsSync(left)).toBe(false);
  expect([mine, next, otherName].map((folder) => existsSync(folder))).toEqual([true, true, true]);
  expect(basename(next)).toMatch(new RegExp(`^${name}-${process.pid}-\\w{6}$`));
});
