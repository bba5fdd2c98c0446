import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { isContainer } from './container.mjs';
import { SetupError, step } from './progress.mjs';
import { lastLines, run } from './run.mjs';

/** What Electron's and Chromium's binaries link against, by Debian's names. */
const libraries = [
  'libgtk-3-0',
  'libnss3',
  'libasound2',
  'libgbm1',
  'libatk-bridge2.0-0',
  'libdrm2',
  'libxkbcommon0',
  'libxss1',
  'libcups2',
];

/**
 * @typedef {object} SystemNeeds
 * @property {string[]} binaries executables whose shared libraries must be there
 * @property {boolean} display whether Xvfb is needed
 * @property {boolean} browser whether Chromium is needed
 * @property {boolean} [clocks] whether tests are going to move clocks
 * @property {boolean} [keyring] whether the keyring of a Linux desktop is needed
 * @property {boolean} [spreadsheet] whether LibreOffice is needed
 */

/**
 * Installs the missing system packages on Debian and its relatives: unasked as root in a container, after a question
 * at a terminal, not at all otherwise. Other systems bring all that is needed, or the error names what is missing.
 *
 * @param {SystemNeeds} needs
 * @throws {SetupError} with the command to run, when it may not or cannot install them
 */
export async function ensureSystemPackages(needs) {
  if (process.platform !== 'linux') return;
  const missing = await missingPackages(needs);
  if (missing.length === 0) return;
  if (!commandExists('apt-get'))
    throw new SetupError(
      `Something of the system is missing. Install what your distribution calls these Debian packages: ${missing.join(' ')}`,
    );
  const asRoot = process.getuid?.() === 0;
  const sudo = asRoot ? [] : ['sudo'];
  const advice = [...sudo, 'apt-get install --no-install-recommends', ...missing].join(' ');
  const unasked = asRoot && (process.env['CI'] || isContainer());
  const canAsk = asRoot || commandExists('sudo');
  if (!unasked && !(canAsk && (await agreed(advice))))
    throw new SetupError(`These system packages are missing. Install them, then try again:\n\n  ${advice}`);
  await step(`Installing system packages (${missing.join(', ')})`, () => install(sudo, missing));
  const left = await missingPackages(needs);
  if (left.length > 0)
    throw new SetupError(
      `Something is missing even now that the packages are installed: ${left.join(', ')}.`,
    );
}

/** @param {SystemNeeds} needs */
async function missingPackages(needs) {
  const missing = [];
  if (await anyLibraryMissing(needs.binaries)) missing.push(...libraries);
  if (needs.display && !commandExists('Xvfb')) missing.push('xvfb');
  if (needs.browser && !systemChromium()) missing.push('chromium', headlessShell);
  if (needs.clocks && !fakeClockLibrary()) missing.push('libfaketime');
  if (needs.keyring) missing.push(...missingForKeyring());
  if (needs.spreadsheet && !commandExists('soffice')) missing.push('libreoffice-calc-nogui');
  if (!anyFont('/usr/share/fonts') && !anyFont('/usr/local/share/fonts')) missing.push('fonts-dejavu-core');
  return missing;
}

/** The keyring, the bus that it is asked over, and what Electron asks it by, which it loads when it needs it. */
function missingForKeyring() {
  const missing = commandExists('gnome-keyring-daemon') ? [] : ['gnome-keyring', 'libsecret-1-0'];
  return ['dbus-daemon', 'dbus-send'].every(commandExists) ? missing : [...missing, 'dbus'];
}

/** @param {string[]} binaries */
async function anyLibraryMissing(binaries) {
  const results = await Promise.all(binaries.map((binary) => run('ldd', [binary])));
  return results.some(({ output }) => output.includes('not found'));
}

/** @param {string} folder */
function anyFont(folder) {
  if (!existsSync(folder)) return false;
  return readdirSync(folder, { recursive: true }).some((name) => /\.(ttf|otf|ttc)$/i.test(String(name)));
}

/** @param {string} name */
const commandExists = (name) => commandPath(name) !== undefined;

/** @param {string} name */
export function commandPath(name) {
  // Xvfb and apt-get may lie where an ordinary user's PATH does not lead.
  const folders = [...(process.env['PATH'] ?? '').split(':'), '/usr/bin', '/usr/sbin', '/bin', '/sbin'];
  return folders.map((folder) => join(folder, name)).find((path) => path.startsWith('/') && existsSync(path));
}

/** Chromium without the parts that draw its own window: pages open in it twice as fast. Debian and its kin alone have it. */
const headlessShell = 'chromium-headless-shell';

/** The headless Chromium of the system. */
export const systemHeadlessChromium = () => commandPath(headlessShell);

/** The Chromium or Chrome of the system. */
export const systemChromium = () =>
  ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'].map(commandPath).find(Boolean);

/** Debian's libfaketime, which moves the clock of a process that it is loaded into. */
export function fakeClockLibrary() {
  if (!existsSync('/usr/lib')) return undefined;
  return readdirSync('/usr/lib')
    .map((name) => join('/usr/lib', name, 'faketime/libfaketime.so.1'))
    .find((path) => existsSync(path));
}

/** @param {string} command */
async function agreed(command) {
  if (!process.stdin.isTTY || !process.stderr.isTTY || process.env['CI']) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(
    `Some system packages are missing. Run this now?\n\n  ${command}\n\n[Y/n] `,
  );
  terminal.close();
  return /^(y(es)?)?$/i.test(answer.trim());
}

/**
 * @param {string[]} sudo
 * @param {string[]} missing
 */
async function install(sudo, missing) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = [...sudo, 'apt-get', '-q', '-y', '-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=3'];
  const update = await runAll([...apt, 'update'], env);
  const names = await currentNames(missing);
  const { code, output } = await runAll([...apt, 'install', '--no-install-recommends', ...names], env);
  if (code === 0) return;
  const reason =
    update.code === 0 ? '' : 'The package lists could not be fetched either: check the network.\n';
  throw new SetupError(`apt-get could not install ${missing.join(' ')}.\n${reason}${lastLines(output)}`);
}

/**
 * @param {string[]} words
 * @param {NodeJS.ProcessEnv} env
 */
const runAll = ([command = '', ...parameters], env) => run(command, parameters, { env });

/**
 * Newer releases call some libraries by another name, with `t64` at its end. What is only faster is left out where there is no such
 * package.
 *
 * @param {string[]} names
 */
async function currentNames(names) {
  const { output } = await run('apt-cache', ['pkgnames']);
  const known = new Set(output.split('\n'));
  return names
    .filter((name) => name !== headlessShell || known.has(name))
    .map((name) => (known.has(`${name}t64`) ? `${name}t64` : name));
}
