import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../setup/paths.mjs';
import { filesBelow } from './source-files.mjs';

/** @typedef {import('./find-old-vocabulary.mjs').Finding} Finding */

const folders = ['src', 'scripts', 'test', 'bench', 'docs'];
const documents = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md'];

/** What may name the old words: their own list, tests of the search, the glossary, and decisions of their time. */
const exempt = /^scripts\/lint\/(old-vocabulary\.mjs|[\w-]+\.test\.ts)$|^docs\/(glossary\.md$|decisions\/)/;

/**
 * Searches the code and the documents of the project.
 *
 * @param {(path: string, text: string) => Finding[]} find called with each file
 * @param {string} [root] the tree to search; folders and documents may be missing in it
 * @returns {{ findings: Finding[], files: number }}
 */
export function searchProject(find, root = projectFolder) {
  /** @param {string} path */
  const isThere = (path) => existsSync(join(root, path));
  const sources = filesBelow(folders.filter(isThere), { root, extensions: ['.ts', '.tsx', '.mjs', '.md'] });
  const paths = [...sources, ...documents.filter(isThere)].filter((path) => !exempt.test(path));
  const findings = paths.flatMap((path) => find(path, readFileSync(join(root, path), 'utf8')));
  return { findings, files: paths.length };
}
