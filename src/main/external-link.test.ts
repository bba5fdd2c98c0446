import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

it('is the only file that opens anything with the system', () => {
  const folder = import.meta.dirname;
  const sources = readdirSync(folder).filter((name) => /(?<!\.test)\.ts$/.test(name));
  const opening = sources.filter((name) =>
    /\bshell\b|openExternal\(|openPath\(/.test(readFileSync(join(folder, name), 'utf8')),
  );
  expect(sources.length).toBeGreaterThan(50);
  expect(opening).toEqual(['external-link.ts']);
});
