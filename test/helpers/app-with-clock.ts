import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectFolder } from '../../scripts/setup/paths.mjs';
import { temporaryFolder } from '../../scripts/setup/temporary-folder.mjs';

/**
 * A folder with the app as it was built, in whose main process the computer's clock is off from the start. libfaketime
 * moves the clocks of Node and PostgreSQL, but with it Chromium paints nothing.
 *
 * @param offsetMs how far the clock is ahead
 * @returns the folder, which the caller removes
 */
export function createAppWithClock(offsetMs: number): string {
  const folder = temporaryFolder('fastlinkit-clock');
  const { name, version } = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')) as {
    name: string;
    version: string;
  };
  const manifest = { name, version, type: 'module', main: 'start.js' };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  symlinkSync(join(projectFolder, 'out'), join(folder, 'out'), 'dir');
  const app = pathToFileURL(join(projectFolder, 'out/main/index.js')).href;
  writeFileSync(
    join(folder, 'start.js'),
    `const { now } = Date;\nDate.now = () => now() + ${offsetMs};\nawait import('${app}');\n`,
  );
  return folder;
}
