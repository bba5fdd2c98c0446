import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readBundledPackages } from './bundled-packages.ts';

it('the packages inside are those of all lists that there are, by name, each once', () => {
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
  expect(readBundledPackages(lists)).toEqual([axios, zod]);
  rmSync(folder, { recursive: true });
});
