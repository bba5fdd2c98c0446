import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exclusively } from './exclusively.mjs';
import { npm, npmFailure, reachRegistry } from './npm.mjs';
import { node, projectFolder } from './paths.mjs';
import { SetupError, step } from './progress.mjs';

/** Written last, so that an installation that was broken off is never taken for a whole one. */
const stampFile = join(projectFolder, 'node_modules/.fastlinkit-setup');

/**
 * Installs the npm packages if the lock file has changed since the last time, or if there was none.
 *
 * `npm install` and not `npm ci`: the latter refuses a lock file that lacks another platform's optional packages,
 * and it would throw away what is there.
 *
 * @throws {SetupError} when npm cannot
 */
export async function ensurePackages() {
  if (isCurrent()) return;
  await exclusively(join(projectFolder, 'out/.packages.lock'), async () => {
    if (isCurrent()) return;
    await step('Installing the npm packages', async () => {
      await reachRegistry('install the packages');
      const { code, output } = await npm([
        'install',
        '--no-save',
        '--no-audit',
        '--no-fund',
        '--loglevel=error',
      ]);
      if (code !== 0) throw new SetupError(npmFailure(output, 'install the packages'));
      writeFileSync(stampFile, wantedStamp());
    });
  });
}

const isCurrent = () =>
  existsSync(node) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wantedStamp();

function wantedStamp() {
  const lock = readFileSync(join(projectFolder, 'package-lock.json'));
  return `${process.platform}-${process.arch} ${createHash('sha256').update(lock).digest('hex')}\n`;
}
