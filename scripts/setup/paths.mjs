import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const projectFolder = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** Node 24, which comes as an npm package: the machine's own Node may be too old for the libraries. */
export const node = join(
  projectFolder,
  'node_modules/node/bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
);

/**
 * Per user and outside the project, so that a fresh clone or a removed node_modules costs no second download.
 */
export const cacheFolder = join(
  // Set to nothing counts as not set (XDG Base Directory Specification).
  process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'),
  'fastlinkit-admin',
);

/**
 * The environment for what runs on Node 24 and calls the project's tools by name.
 *
 * @param {Record<string, string | undefined>} [more]
 */
export function toolEnvironment(more = {}) {
  const separator = process.platform === 'win32' ? ';' : ':';
  const path = [join(projectFolder, 'node_modules/.bin'), process.env['PATH'] ?? ''].join(separator);
  return { ...process.env, PATH: path, ...more };
}

/**
 * The file that a package's command starts.
 *
 * @param {string} path below node_modules, as `oxlint/bin/oxlint`
 */
export const toolFile = (path) => join(projectFolder, 'node_modules', path);
