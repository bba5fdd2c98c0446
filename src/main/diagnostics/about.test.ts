import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { readPackageLists } from './about.ts';

vi.mock('electron', () => ({ app: {} }));

it('the list of bundled packages merges all lists, sorted by name, each version once', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fastlinkit-packages-'));
  const write = (name: string, content: string) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const zod = { name: 'zod', version: '4.6.7', license: 'MIT' };
  const axios = { name: 'axios', version: '1.21.1', license: 'MIT' };
  const lists = [
    write('main.json', JSON.stringify([zod, axios])),
    write('renderer.json', JSON.stringify([zod])),
    write('broken.json', '[{"name":'),
    join(folder, 'missing.json'),
  ];
  expect(readPackageLists(lists)).toEqual([axios, zod]);
  rmSync(folder, { recursive: true });
});
