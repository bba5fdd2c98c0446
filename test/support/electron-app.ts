import { _electron, type ElectronApplication } from '@playwright/test';
import { electronInUse } from '../../scripts/setup/electron.mjs';
import { projectFolder } from '../../scripts/setup/paths.mjs';

export interface ElectronStart {
  /** The folder of the app's profile. */
  profile: string;
  /** Links and switches. */
  args?: string[];
  environment?: Record<string, string | undefined>;
}

/** Starts the app as it was built, in real Electron. */
export function startElectron({
  profile,
  args = [],
  environment = {},
}: ElectronStart): Promise<ElectronApplication> {
  const executablePath = electronInUse();
  if (executablePath === undefined) throw new Error('There is no Electron: run npm test once.');
  const given = Object.entries({ ...process.env, ...environment });
  return _electron.launch({
    executablePath,
    args: [projectFolder, `--user-data-dir=${profile}`, ...args],
    env: Object.fromEntries(given.filter((entry): entry is [string, string] => entry[1] !== undefined)),
    chromiumSandbox: true,
    // The app's own theme, and not one that Playwright puts over it.
    colorScheme: null,
  });
}

/** From now on the system's browser is not opened; what would have been is kept. */
export async function captureOpenedLinks(electron: ElectronApplication): Promise<() => Promise<string[]>> {
  await electron.evaluate(({ shell }) => {
    const opened: string[] = [];
    Object.assign(globalThis, { openedLinks: opened });
    shell.openExternal = (link) => {
      opened.push(link);
      return Promise.resolve();
    };
  });
  return () => electron.evaluate(() => (globalThis as unknown as { openedLinks: string[] }).openedLinks);
}
