// Keeps what the current commit builds as an archive in test/releases, so that later releases are tested beside it.
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ensureBuilt } from './build.mjs';
import { projectFolder } from './setup/paths.mjs';
import { runMain, SetupError } from './setup/progress.mjs';
import { removeFolder, temporaryFolder } from './setup/temporary-folder.mjs';

/** What a release is made of; the rest of `out` serves its development. */
const parts = ['backend', 'main', 'preload', 'renderer'];
const leftOut = /\.map$|licenses\.txt$|packages\.json$/;

/** @param {string[]} args */
function git(...args) {
  return execFileSync('git', args, { cwd: projectFolder, encoding: 'utf8' }).trim();
}

await runMain(async () => {
  if (git('status', '--porcelain') !== '') {
    throw new SetupError('There are changes that are not committed: a release is built from a commit.');
  }
  // Of an earlier build nothing is kept: of the backend's, what a running server may still load stays in its folder.
  for (const part of parts) removeFolder(join(projectFolder, 'out', part));
  await ensureBuilt(['app', 'backend'], { always: true });
  /** @type {{ version: string }} */
  const { version } = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8'));
  const folder = temporaryFolder('fastlinkit-release');
  try {
    for (const part of parts) {
      cpSync(join(projectFolder, 'out', part), join(folder, 'out', part), {
        recursive: true,
        filter: (path) => !leftOut.test(path),
      });
    }
    const description = { name: 'fastlinkit-admin', version, type: 'module', main: 'out/main/index.js' };
    writeFileSync(join(folder, 'package.json'), `${JSON.stringify(description)}\n`);
    // The same commit makes the same archive: names in order, no times, no owner.
    const options = ['--sort=name', '--mtime=@0', '--owner=0', '--group=0', '--numeric-owner'];
    const tar = execFileSync('tar', [...options, '-c', '-C', folder, '.'], { maxBuffer: 2 ** 28 });
    const archive = gzipSync(tar, { level: 9 });
    const releases = join(projectFolder, 'test/releases');
    mkdirSync(releases, { recursive: true });
    writeFileSync(join(releases, `${version}.tar.gz`), archive);
    const list = join(releases, 'releases.json');
    /** @type {Record<string, { commit: string, sha256: string }>} */
    const kept = JSON.parse(readFileSync(list, 'utf8'));
    const sha256 = createHash('sha256').update(archive).digest('hex');
    kept[version] = { commit: git('rev-parse', 'HEAD'), sha256 };
    writeFileSync(list, `${JSON.stringify(kept, null, 2)}\n`);
    console.log(`Kept ${version}: ${Math.round(archive.length / 1024)} kB.`);
  } finally {
    removeFolder(folder);
  }
  return 0;
});
