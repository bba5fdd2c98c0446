import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parts } from './parts.ts';

test.each(Object.entries(parts))('%s, in short', async (_name, part) => {
  const { reached, met } = await part.run('short');
  expect({ reached, met }).toEqual({ reached, met: true });
});

test('every part there is a file for is listed', () => {
  const folder = new URL('.', import.meta.url);
  const files = readdirSync(folder).filter((file) =>
    /^export const part: Part/m.test(readFileSync(new URL(file, folder), 'utf8')),
  );
  expect(Object.keys(parts).toSorted()).toEqual(files.map((file) => file.replace('.ts', '')).toSorted());
});
