import { readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { projectFolder } from '../setup/paths.mjs';

/** @param {string} path */
const isTest = (path) => /\.(test|spec)\.tsx?$/.test(path);

/**
 * Lists the files below some folders with one of the extensions.
 *
 * @param {readonly string[]} folders relative to the root
 * @param {{ root?: string, extensions?: readonly string[] }} [options]
 * @returns {string[]} their paths relative to the root, with `/`, sorted
 */
export function filesBelow(folders, { root = projectFolder, extensions = ['.ts', '.tsx', '.mjs'] } = {}) {
  return folders
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && extensions.some((extension) => entry.name.endsWith(extension)))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .toSorted();
}

/**
 * Lists the files of the product: all code in `src` except the tests beside it.
 *
 * @param {string} [root] the tree to look in
 * @returns {string[]} their paths relative to the root, sorted
 */
export function productFiles(root = projectFolder) {
  return filesBelow(['src'], { root }).filter((path) => !isTest(path));
}
