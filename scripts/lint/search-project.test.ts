import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../setup/temporary-folder.mjs';
import { findOldVocabulary } from './find-old-vocabulary.mjs';
import { searchProject } from './search-project.mjs';

it('finds old words in code, tests and documents, and none where they are explained', () => {
  const root = temporaryFolder('fastlinkit-test');
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, text] of Object.entries({
    'src/main/example.ts': 'export const goTo = 1;\n',
    'test/api/example.test.ts': "\ntest('an admin is told', () => undefined);\n",
    'bench/example.css': '/* whoever */',
    'docs/example.md': 'For whoever comes.',
    'docs/glossary.md': 'not whoever',
    'docs/decisions/001-example.md': 'for whoever',
    'README.md': 'Nothing old.',
  })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const { findings, files } = searchProject(findOldVocabulary, root);
  expect(findings.map(({ path, line, word }) => [path, line, word])).toEqual([
    ['docs/example.md', 1, 'whoever'],
    ['src/main/example.ts', 1, 'goTo'],
    ['test/api/example.test.ts', 2, 'is told'],
  ]);
  expect(files).toBe(4);
});
