import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { canWriteTo } from './writable-folder.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fastlinkit-folder-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('creates a missing folder and leaves nothing in it', () => {
  const missing = join(folder, 'config', 'profile');
  expect(canWriteTo(missing)).toBe(true);
  expect(readdirSync(missing)).toEqual([]);
});

it('notices a folder that cannot be created, and one in which no file can be', () => {
  writeFileSync(join(folder, 'file'), '');
  expect(canWriteTo(join(folder, 'file'))).toBe(false);
  expect(canWriteTo(join(folder, 'file', 'profile'))).toBe(false);
});

it.skipIf(process.platform !== 'linux')('notices a folder that cannot be written to', () => {
  expect(canWriteTo('/proc')).toBe(false);
});
