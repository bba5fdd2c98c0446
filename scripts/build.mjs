// npm run build: builds the app and the backend into out/. Imported, it builds only what is stale.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { exclusively } from './setup/exclusively.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { node, projectFolder, toolEnvironment, toolFile } from './setup/paths.mjs';
import { runMain, SetupError, step } from './setup/progress.mjs';
import { run } from './setup/run.mjs';

/**
 * @typedef {object} Part
 * @property {string} label
 * @property {string[]} command what Node runs
 * @property {string[]} sources files and folders that it is made of
 * @property {string} product a file that it makes
 */

/** @type {Record<'app' | 'backend', Part>} */
const parts = {
  app: {
    label: 'Building the app',
    command: [toolFile('electron-vite/bin/electron-vite.js'), 'build', '--logLevel', 'warn'],
    sources: [
      'src/contract',
      'src/main',
      'src/preload',
      'src/renderer',
      'electron.vite.config.ts',
      'scripts/build',
      'scripts/package/licence.mjs',
      '.postcssrc.json',
    ],
    product: 'out/main/index.js',
  },
  backend: {
    label: 'Building the backend',
    command: [toolFile('rolldown/bin/cli.mjs'), '-c', 'rolldown.config.ts', '--log-level', 'warn'],
    sources: [
      'src/contract',
      'src/backend',
      'rolldown.config.ts',
      'scripts/build',
      'scripts/package/licence.mjs',
    ],
    product: 'out/backend/server.js',
  },
};

/**
 * Builds the named parts, at the same time, as far as their sources have changed since they were built last.
 *
 * @param {(keyof typeof parts)[]} names
 * @param {{ always?: boolean }} [options]
 * @throws {SetupError} with what the compiler says
 */
export async function ensureBuilt(names, { always = false } = {}) {
  await Promise.all(
    names.map((name) =>
      exclusively(join(projectFolder, `out/.${name}.lock`), async () => {
        const stampFile = join(projectFolder, `out/.${name}.stamp`);
        const stamp = fingerprint([...parts[name].sources, 'package.json', 'package-lock.json']);
        if (!always && isCurrent(parts[name], stampFile, stamp)) return;
        await step(parts[name].label, () => build(parts[name]));
        writeFileSync(stampFile, stamp);
      }),
    ),
  );
}

/**
 * @param {Part} part
 * @param {string} stampFile
 * @param {string} stamp
 */
const isCurrent = ({ product }, stampFile, stamp) =>
  existsSync(join(projectFolder, product)) &&
  existsSync(stampFile) &&
  readFileSync(stampFile, 'utf8') === stamp;

/** @param {Part} part */
async function build(part) {
  const { code, output } = await run(node, part.command, { env: toolEnvironment() });
  if (code === 0) return;
  // The compiler's own stack says nothing about the sources.
  const complaint = stripVTControlCharacters(output)
    .split('\n')
    .filter((line) => !/^\s+at /.test(line));
  throw new SetupError(`${part.label} failed:\n${complaint.slice(-40).join('\n')}`);
}

/**
 * Changes whenever one of the files does: a hash of their paths, sizes and times.
 *
 * @param {readonly string[]} sources files and folders, below the project's
 */
export function fingerprint(sources) {
  const hash = createHash('sha256');
  for (const source of sources)
    for (const file of filesOf(source)) {
      const { mtimeMs, size } = statSync(join(projectFolder, file));
      hash.update(`${file}\0${mtimeMs}\0${size}\n`);
    }
  return hash.digest('hex');
}

/**
 * @param {string} source a file or a folder, below the project's
 * @returns {string[]}
 */
function filesOf(source) {
  const path = join(projectFolder, source);
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [source];
  return readdirSync(path, { withFileTypes: true })
    .flatMap((entry) =>
      entry.isDirectory() ? filesOf(join(source, entry.name)) : [join(source, entry.name)],
    )
    .filter((file) => !/\.test\.tsx?$/.test(file))
    .toSorted();
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await runMain(async () => {
    await ensurePackages();
    await ensureBuilt(['app', 'backend'], { always: true });
  });
