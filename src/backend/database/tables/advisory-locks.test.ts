import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { productFiles } from '../../../../scripts/lint/source-files.mjs';
import { projectFolder } from '../../../../scripts/setup/paths.mjs';
import { lockKeys } from './advisory-locks.ts';

it('gives every use a key of its own', () => {
  const keys = Object.values(lockKeys);
  expect(new Set(keys).size).toBe(keys.length);
});

it('is where all locks with a fixed key are', () => {
  const locks = productFiles(projectFolder).flatMap((path) => {
    const text = readFileSync(join(projectFolder, path), 'utf8');
    return Array.from(
      text.matchAll(/pg_(?:try_)?advisory\w*lock\(([^)]*)/g),
      ([, key = '']) => `${path}: ${key}`,
    );
  });
  const others = locks.filter((lock) => !/: (?:\$\{lockKeys\.\w+\}|\$1|hashtext)/.test(lock));
  expect(locks.length).toBeGreaterThanOrEqual(Object.keys(lockKeys).length);
  expect(others).toEqual([]);
});
