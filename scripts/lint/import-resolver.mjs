import { existsSync } from 'node:fs';
import { dirname, resolve as resolvePath } from 'node:path';

const contract = resolvePath(import.meta.dirname, '../../src/contract');

/** The version of the resolver interface of eslint-plugin-import, which eslint-plugin-boundaries asks for. */
export const interfaceVersion = 2;

/**
 * Tells eslint-plugin-boundaries which file an import names. The sources spell out their extensions, so only
 * `#contract/…` (the "imports" of package.json) needs more than a relative path.
 *
 * @param {string} source what stands in the import
 * @param {string} file the importing file
 * @returns {{ found: boolean, path?: string }}
 */
export function resolve(source, file) {
  if (!/^[.#]/.test(source)) return { found: false };
  const path = source.startsWith('#contract/')
    ? resolvePath(contract, `${source.slice('#contract/'.length)}.ts`)
    : resolvePath(dirname(file), source);
  return existsSync(path) ? { found: true, path } : { found: false };
}
