import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { filesBelow } from './lint/source-files.mjs';
import { projectFolder } from './setup/paths.mjs';

const documents = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'CHANGELOG.md',
  ...filesBelow(['docs', 'test'], { extensions: ['.md'] }),
];
const link = /\]\((?![a-z]+:)([^)#\s]+)(?:#[^)]*)?\)/g;

// Links in .github are read on a page of the repository's host, below another address.
it('finds every file that a document links to', () => {
  const links = documents.flatMap((document) =>
    Array.from(readFileSync(join(projectFolder, document), 'utf8').matchAll(link), ([, target = '']) => ({
      document,
      target,
    })),
  );
  expect(links.length).toBeGreaterThan(100);
  const dead = links.filter(
    ({ document, target }) => !existsSync(join(projectFolder, dirname(document), target)),
  );
  expect(dead).toEqual([]);
});
