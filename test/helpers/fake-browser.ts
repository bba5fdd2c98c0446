import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { removeFolder, temporaryFolder } from '../../scripts/setup/temporary-folder.mjs';

/** What Linux opens links with, put in place of the system's. */
export interface FakeBrowser {
  /** The folder that has to come first in `PATH`. */
  folder: string;
  opened: () => string[];
  remove: () => void;
}

/** @param exitCode how it ends: 0 after it has opened the link, 3 when there is no program to open it with */
export function createFakeBrowser(exitCode = 0): FakeBrowser {
  const folder = temporaryFolder('fastlinkit-browser');
  const file = join(folder, 'opened');
  const script = `#!/bin/sh\nprintf '%s\\n' "$1" >> '${file}'\nexit ${exitCode}\n`;
  writeFileSync(join(folder, 'xdg-open'), script, { mode: 0o755 });
  return {
    folder,
    opened: () => (existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : []),
    remove: () => removeFolder(folder),
  };
}
