import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { release } from '#contract/version/model';
import { projectFolder } from '../../scripts/setup/paths.mjs';
import { removeFolder } from '../../scripts/setup/temporary-folder.mjs';

const archives = join(projectFolder, 'test/releases');
const kept = z
  .record(z.string(), z.object({ commit: z.string(), sha256: z.string() }))
  .parse(JSON.parse(readFileSync(join(archives, 'releases.json'), 'utf8')));

/**
 * The earlier releases that the current code is tested beside, oldest first: the previous one, or all where
 * `FASTLINKIT_TEST_RELEASES` is `all`, as in the nightly run. On the commit of a release its own archive is there, too, and
 * would only be compared with itself.
 */
export const earlierReleases: readonly string[] = Object.keys(kept)
  .filter((version) => version !== release)
  .slice(process.env['FASTLINKIT_TEST_RELEASES'] === 'all' ? 0 : -1);

/**
 * Unpacks a release.
 *
 * @param version as in `releases.json`
 * @returns the folder of its app; its server is `out/backend/server.js` in there
 * @throws Error when the archive is not the one that was kept
 */
export function unpackRelease(version: string): string {
  const archived = kept[version];
  if (!archived) throw new Error(`there is no release ${version} in test/releases`);
  const folder = join(projectFolder, 'out/releases', `${version}-${archived.sha256.slice(0, 12)}`);
  if (existsSync(folder)) return folder;
  const archive = join(archives, `${version}.tar.gz`);
  const sha256 = createHash('sha256').update(readFileSync(archive)).digest('hex');
  if (sha256 !== archived.sha256) throw new Error(`the archive of release ${version} has been changed`);
  const unfinished = `${folder}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  execFileSync('tar', ['-xzf', archive, '-C', unfinished]);
  try {
    renameSync(unfinished, folder);
  } catch (error) {
    removeFolder(unfinished);
    // Another test process was quicker.
    if (!existsSync(folder)) throw error;
  }
  return folder;
}
