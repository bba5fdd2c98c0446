import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { _electron, errors, expect, type ElectronApplication, type Page } from '@playwright/test';
import { electronInUse } from '../../scripts/setup/electron.mjs';
import { projectFolder } from '../../scripts/setup/paths.mjs';
import { countRetry } from '../../scripts/test-run/retries.mjs';
import { createFakeBrowser, type FakeBrowser } from './fake-browser.ts';

export interface ElectronStart {
  /** The folder of the app's profile. */
  profile: string;
  /** Links and switches. */
  args?: string[];
  environment?: Record<string, string | undefined>;
  /** The folder of the app; the current build if none is given. */
  appFolder?: string | undefined;
}

/** Starts the app as it was built, in real Electron. */
export async function startElectron({
  profile,
  args = [],
  environment = {},
  appFolder = projectFolder,
}: ElectronStart): Promise<ElectronApplication> {
  const executablePath = executable();
  const given = Object.entries({ ...process.env, ...environment });
  const electron = await _electron.launch({
    executablePath,
    args: [appFolder, `--user-data-dir=${profile}`, ...args],
    env: Object.fromEntries(given.filter((entry): entry is [string, string] => entry[1] !== undefined)),
    chromiumSandbox: true,
    // The app's own theme, and not one that Playwright puts over it.
    colorScheme: null,
  });
  askAgainWhereLost(electron);
  return electron;
}

/**
 * Starts the app and hands its window over.
 *
 * Once in more than a thousand starts under Playwright the page has a viewport without a size, and draws no frame ever. It was seen
 * in one run, and not again in some 3,000 windows that were opened to find out why. Nothing has been tried on such
 * an app yet, so it is started once more, and the retry is counted with what is known of its window.
 */
export async function startWithWindow(
  start: ElectronStart,
): Promise<{ electron: ElectronApplication; page: Page }> {
  const electron = await startElectron(start);
  const page = await electron.firstWindow();
  if (await hasSize(page)) return { electron, page };
  const window = await electron.evaluate(({ app, BrowserWindow, screen }) => ({
    windows: BrowserWindow.getAllWindows().map((each) => [each.isVisible(), each.getContentBounds()]),
    displays: screen.getAllDisplays().map(({ workArea }) => workArea),
    processes: app.getAppMetrics().map(({ type }) => type),
  }));
  countRetry('app launch', `the window has no size: ${JSON.stringify(window)}`);
  await electron.close();
  const again = await startElectron(start);
  return { electron: again, page: await again.firstWindow() };
}

async function hasSize(page: Page): Promise<boolean> {
  try {
    // Not with each frame, which is Playwright's way: there is none then.
    await page.waitForFunction(() => innerWidth > 0, undefined, { polling: 100, timeout: 10_000 });
    return true;
  } catch (error) {
    if (error instanceof errors.TimeoutError) return false;
    throw error;
  }
}

/** Attempts for one question to the main process. */
const mostAsked = 4;

/**
 * The inspector of the main process holds its answers weakly: once in some hundreds of starts a collection of garbage takes one
 * before it is handed over, and Playwright fails although all was done. What is asked in these tests can be asked again.
 */
function askAgainWhereLost(electron: ElectronApplication): void {
  const evaluate = electron.evaluate.bind(electron) as (...asked: unknown[]) => Promise<unknown>;
  const evaluateAgain = async (...asked: unknown[]): Promise<unknown> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await evaluate(...asked);
      } catch (error) {
        if (!(error instanceof Error && error.message.includes('promise was garbage collected'))) throw error;
        if (attempt === mostAsked) throw error;
        // Several in a row are one mishap.
        if (attempt === 1) countRetry('request', error.message);
      }
    }
  };
  electron.evaluate = evaluateAgain as typeof electron.evaluate;
}

/**
 * Starts the app once more for each list of arguments, several at the same time, as somebody does who clicks again
 * because nothing happens yet.
 *
 * @returns how each of these processes ended, once the last has
 */
export async function startAgain(
  { profile, environment }: ElectronStart,
  starts: string[][],
): Promise<unknown[]> {
  const left = [...starts];
  const exits: unknown[] = [];
  const startNext = async () => {
    for (let args = left.shift(); args !== undefined; args = left.shift()) {
      const child = spawn(executable(), [projectFolder, `--user-data-dir=${profile}`, ...args], {
        env: { ...process.env, ...environment },
        stdio: 'ignore',
        // One that stays is what must not be; it must not stay for ever either.
        timeout: 40_000,
        killSignal: 'SIGKILL',
      });
      const [code, signal] = (await once(child, 'exit')) as unknown[];
      exits.push(code ?? signal);
    }
  };
  await Promise.all(Array.from({ length: 4 }, startNext));
  return exits;
}

/**
 * Starts an app that ends by itself, and shows no window.
 *
 * @param required a script that is run before the app, as `-r` does
 * @returns how it ended, and all that it wrote
 */
export async function runElectron(
  { profile, args = [], environment = {} }: ElectronStart,
  required: string,
): Promise<{ exitCode: number | null; output: string }> {
  const child = spawn(executable(), ['-r', required, projectFolder, `--user-data-dir=${profile}`, ...args], {
    env: { ...process.env, ...environment },
    timeout: 40_000,
    killSignal: 'SIGKILL',
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const [exitCode] = (await once(child, 'close')) as [number | null];
  return { exitCode, output };
}

/** The links that the app is handed from now on by others that were started. */
export async function hearStarts(electron: ElectronApplication): Promise<() => Promise<string[]>> {
  await electron.evaluate(({ app }) => {
    const links: string[] = [];
    Object.assign(globalThis, { heardStarts: links });
    app.on('second-instance', (_event, args) => links.push(args.find((arg) => arg.includes('://')) ?? ''));
  });
  return () => electron.evaluate(() => (globalThis as unknown as { heardStarts: string[] }).heardStarts);
}

function executable(): string {
  const path = electronInUse();
  if (path === undefined) throw new Error('There is no Electron: run npm test once.');
  return path;
}

/** From now on the system's browser is not opened; what would have been is kept. */
export async function captureOpenedLinks(electron: ElectronApplication): Promise<() => Promise<string[]>> {
  if (process.platform === 'linux') {
    const browser = await useFakeBrowser(electron);
    return () => Promise.resolve(browser.opened());
  }
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

/**
 * Linux opens links with a program, and from now on with one of ours.
 *
 * @param exitCode how the program ends: 0 after it has opened the link, 3 when there is no program to open it with
 */
export async function useFakeBrowser(electron: ElectronApplication, exitCode = 0): Promise<FakeBrowser> {
  const browser = createFakeBrowser(exitCode);
  electron.once('close', () => browser.remove());
  await electron.evaluate((_electron, folder) => {
    process.env['PATH'] = `${folder}:${process.env['PATH'] ?? ''}`;
  }, browser.folder);
  return browser;
}

/** Hands the running app a link, as the system does when somebody opens one. */
export async function openDeepLink(electron: ElectronApplication, link: string): Promise<void> {
  await electron.evaluate(({ app }, link) => void app.emit('second-instance', {}, [link]), link);
}

/** Clicks an entry of the native menu. */
export async function clickMenuItem(electron: ElectronApplication, label: string): Promise<void> {
  await electron.evaluate(({ Menu }, label) => {
    const items = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? []) ?? [];
    items.find((item) => item.label === label)?.click();
  }, label);
}

/** Chooses a theme from the menu, which is there on every screen and leaves the focus where it is. */
export async function chooseTheme(
  electron: ElectronApplication,
  theme: 'Light' | 'Dark' | 'System',
): Promise<void> {
  const choose = () =>
    electron.evaluate(({ Menu }, label) => {
      const items = Menu.getApplicationMenu()?.items.flatMap(({ submenu }) => submenu?.items ?? []) ?? [];
      const themes = items.find((item) => item.label === 'Theme')?.submenu?.items ?? [];
      const chosen = themes.find((item) => item.label === label);
      chosen?.click();
      return chosen !== undefined;
    }, theme);
  // The menu is created a moment after the first window.
  await expect.poll(choose).toBe(true);
}
