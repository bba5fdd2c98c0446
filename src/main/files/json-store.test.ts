import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openJsonStore } from './json-store.ts';

let folder: string;
let path: string;
let errors: unknown[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fastlinkit-store-'));
  path = join(folder, 'profile', 'preferences.json');
  errors = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = () => openJsonStore(path, (error) => errors.push(error));

describe('the JSON store', () => {
  it('reads the values that an earlier one wrote', () => {
    const store = open();
    store.write('theme', 'dark');
    store.write('window', { maximized: true });
    expect(open().read('theme')).toBe('dark');
    expect(open().read('window')).toEqual({ maximized: true });
    expect(open().read('other')).toBeUndefined();
  });

  it.each(['', '{"theme":', '[1]', 'null', '7'])('is empty when the file contains %j', (content) => {
    open().write('theme', 'dark');
    writeFileSync(path, content);
    expect(open().read('theme')).toBeUndefined();
  });

  it('does not write a value that has not changed', () => {
    const store = open();
    store.write('window', { maximized: true });
    writeFileSync(path, 'edited');
    store.write('window', { maximized: true });
    expect(readFileSync(path, 'utf8')).toBe('edited');
  });

  it('keeps a value that cannot be saved in memory and reports the error', () => {
    writeFileSync(join(folder, 'profile'), 'a file where the folder should be');
    const store = open();
    store.write('theme', 'dark');
    expect(store.read('theme')).toBe('dark');
    expect(errors).toHaveLength(1);
  });
});
