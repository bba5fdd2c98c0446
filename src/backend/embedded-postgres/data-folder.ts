import { randomBytes } from 'node:crypto';
import { chmod, link, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { hasCode, ignoreCode } from '../platform/errors/error-code.ts';
import { StartupError, errorMessage } from '../platform/errors/startup-error.ts';

/** Creates the data folder if it is missing; an existing one stays as it is. */
export async function makeDataFolder(dataDir: string): Promise<void> {
  try {
    await makeFolders(dataDir);
  } catch (error) {
    throw new StartupError(
      `The data folder cannot be made (${errorMessage(error)}): set FASTLINKIT_DATA_DIR to a folder that this user may write to.`,
    );
  }
}

/** In place of mkdir's `recursive`, which never returns where a folder can neither exist nor be created, as in /proc. */
async function makeFolders(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 });
  } catch (error) {
    if (hasCode(error, 'EEXIST') && (await stat(path)).isDirectory()) return;
    if (!hasCode(error, 'ENOENT') || dirname(path) === path) throw error;
    await makeFolders(dirname(path));
    await mkdir(path, { mode: 0o700 }).catch(ignoreCode('EEXIST'));
  }
}

/**
 * Reads a secret that is generated once and stored in the data folder, readable by its owner alone.
 *
 * @param name the file's name
 * @throws StartupError when the file exists but contains no secret: a new one would not match the existing links, sessions
 *   and database
 */
export async function readOrCreateSecret(dataDir: string, name: string): Promise<Buffer> {
  const path = join(dataDir, name);
  const kept = await readSecret(path);
  if (kept) return kept;
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    await writePrivateFile(draft, `${randomBytes(32).toString('base64')}\n`);
    // Unlike a rename, a link does not replace a file that another server has just created.
    await link(draft, path).catch(ignoreCode('EEXIST'));
  } catch (error) {
    throw new StartupError(`${path} cannot be written (${errorMessage(error)}): check FASTLINKIT_DATA_DIR.`);
  } finally {
    await rm(draft, { force: true });
  }
  const made = await readSecret(path);
  if (!made) throw new StartupError(`${path} cannot be read back: check FASTLINKIT_DATA_DIR.`);
  return made;
}

async function readSecret(path: string): Promise<Buffer | undefined> {
  let written: string;
  try {
    written = await readFile(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw new StartupError(`${path} cannot be read (${errorMessage(error)}): check who owns it.`);
  }
  const secret = Buffer.from(written.trim(), 'base64');
  if (secret.length < 32) {
    throw new StartupError(
      `${path} holds no secret: restore it from a backup; links, sessions and the database depend on it.`,
    );
  }
  await chmod(path, 0o600);
  return secret;
}

/** Writes a file that only its owner can read, atomically. */
export async function replacePrivateFile(path: string, content: string): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  await writePrivateFile(draft, content);
  await rename(draft, path);
}

async function writePrivateFile(path: string, content: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}
