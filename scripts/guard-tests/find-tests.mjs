import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow } from '../lint/source-files.mjs';
import { projectFolder } from '../setup/paths.mjs';

/** @typedef {{ project: string, file: string }} TestFile */

/**
 * Finds the tests of all guard tests by their tags (`guard:<name>`), wherever the files are.
 *
 * @param {string} [root] the tree to look in
 * @returns {Map<string, TestFile[]>} for each name the files with tests of it
 */
export function findTaggedTests(root = projectFolder) {
  /** @type {Map<string, TestFile[]>} */
  const found = new Map();
  for (const file of filesBelow(['src', 'scripts', 'test'], {
    root,
    extensions: ['.test.ts', '.test.tsx', '.spec.ts'],
  })) {
    const text = readFileSync(join(root, file), 'utf8');
    const names = new Set(Array.from(text.matchAll(/['"`]@?guard:([\w-]+)['"`]/g), ([, name = '']) => name));
    for (const name of names)
      found.set(name, [...(found.get(name) ?? []), { project: projectOf(file), file }]);
  }
  return found;
}

/**
 * The project of the test runner that a file belongs to: a folder of `test` is one, and the tests beside the code are
 * the unit tests.
 *
 * @param {string} file
 */
function projectOf(file) {
  return /^test\/([\w-]+)\//.exec(file)?.[1] ?? 'unit';
}
