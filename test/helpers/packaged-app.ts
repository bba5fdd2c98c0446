import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium, type Browser, type Page } from '@playwright/test';
import { ensureBuilt, fingerprint } from '../../scripts/build.mjs';
import { packageApp } from '../../scripts/package.mjs';
import { binaryOf, electronInUse, sandboxIsPossible } from '../../scripts/setup/electron.mjs';
import { exclusively } from '../../scripts/setup/exclusively.mjs';
import { projectFolder } from '../../scripts/setup/paths.mjs';

/** The app as it is handed out, but with the Electron that the tests run on. */
export interface PackagedApp {
  executable: string;
  resources: string;
  billOfMaterials: string;
}

/** The packaged app while it runs. Its inspector is shut, so it is driven as any Chromium is. */
export interface RunningPackage {
  page: Page;
  pid: number;
  /** All that it has written to standard output and standard error. */
  output: () => string;
  exited: Promise<unknown>;
  close: () => Promise<void>;
}

const output = join(projectFolder, 'out/test-package');
const stampFile = join(projectFolder, 'out/.test-package.stamp');
const startPatienceMs = 30_000;
let packed: Promise<PackagedApp> | undefined;

/** Packs the app, unless the package of an earlier run is still that of the same build and has not been changed. */
export function packagedApp(): Promise<PackagedApp> {
  packed ??= exclusively(join(projectFolder, 'out/.test-package.lock'), pack);
  return packed;
}

async function pack(): Promise<PackagedApp> {
  await ensureBuilt(['app']);
  const electron = electronInUse();
  if (electron === undefined) throw new Error('There is no Electron: run npm test once.');
  const version = spawnSync(electron, ['-v'], { encoding: 'utf8' }).stdout.trim().replace(/^v/, '');
  const inputs = fingerprint([
    'out/main',
    'out/preload',
    'out/renderer',
    'package.json',
    'package-lock.json',
    'electron-builder.yml',
    'resources',
    'scripts/package',
    'scripts/package.mjs',
  ]);
  // With the package's own files: a test that was killed may have left them changed.
  const stamp = () => [version, inputs, fingerprint(['out/test-package'])].join('\n');
  if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp()) {
    await packageApp({ output, electron: { folder: dirname(binaryOf(electron)), version } });
    writeFileSync(stampFile, stamp());
  }
  const folder = join(output, unpackedFolder());
  return {
    executable: join(folder, 'fastlinkit-admin'),
    resources: join(folder, 'resources'),
    billOfMaterials: join(output, 'bill-of-materials.cdx.json'),
  };
}

/** Named after the system: linux-unpacked, linux-arm64-unpacked. */
function unpackedFolder(): string {
  const found = readdirSync(output).find((name) => statSync(join(output, name)).isDirectory());
  if (found === undefined) throw new Error(`There is no package in ${output}.`);
  return found;
}

export interface StartOptions {
  profile: string;
  args?: string[];
  environment?: Record<string, string | undefined>;
}

/**
 * Starts the packaged app and waits for its window.
 *
 * @throws Error with all that it said, when no window comes
 */
export async function startPackage(
  { executable }: PackagedApp,
  options: StartOptions,
): Promise<RunningPackage> {
  const { profile, args = [], environment } = options;
  const sandbox = sandboxIsPossible() ? [] : ['--no-sandbox'];
  const child = spawn(
    executable,
    [...sandbox, `--user-data-dir=${profile}`, '--remote-debugging-port=0', ...args],
    { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const exited = once(child, 'exit');
  let said = '';
  const address = Promise.withResolvers<string>();
  const patience = setTimeout(() => address.reject(new Error(`No window came:\n${said}`)), startPatienceMs);
  for (const stream of [child.stdout, child.stderr])
    createInterface(stream).on('line', (line) => {
      said += `${line}\n`;
      const found = /^DevTools listening on (?<url>ws:\S+)/.exec(line)?.groups?.['url'];
      if (found !== undefined) address.resolve(found);
    });
  void exited.then(([code]) => address.reject(new Error(`The package ended (${code}):\n${said}`)));
  const end = async () => {
    clearTimeout(patience);
    process.off('exit', kill);
    if (child.exitCode === null && child.signalCode === null) child.kill();
    await exited;
  };
  try {
    const browser = await chromium.connectOverCDP(await address.promise);
    const page = await windowOf(browser);
    return {
      page,
      pid: child.pid ?? 0,
      output: () => said,
      exited,
      async close() {
        await browser.close();
        await end();
      },
    };
  } catch (error) {
    await end();
    throw error;
  } finally {
    clearTimeout(patience);
  }
}

async function windowOf(browser: Browser): Promise<Page> {
  const [context] = browser.contexts();
  if (context === undefined) throw new Error('The package has no pages.');
  const [page] = context.pages();
  return page ?? context.waitForEvent('page', { timeout: startPatienceMs });
}
