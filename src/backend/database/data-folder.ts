import { randomBytes } from 'node:crypto';
import { chmod, link, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { StartError, words } from './start-error.ts';

/** Makes the data folder if it is not there; one that is there stays as it is. */
export async function makeDataFolder(dataDir: string): Promise<void> {
  try {
    await makeFolders(dataDir);
  } catch (error) {
    throw new StartError(
      `The data folder cannot be made (${words(error)}): set FASTLINKIT_DATA_DIR to a folder that this user may write to.`,
    );
  }
}

/** Not mkdir's own `recursive`: that never returns where a folder can be had in neither way, as in /proc. */
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
 * Reads a secret that is generated once and kept in the data folder, readable by its owner alone.
 *
 * @param name the file's name
 * @throws StartError when the file is there but holds no secret: a new one would not be the one that
 *   links, sessions or the database were made with
 */
export async function keptSecret(dataDir: string, name: string): Promise<Buffer> {
  const path = join(dataDir, name);
  const kept = await readSecret(path);
  if (kept) return kept;
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    await writePrivateFile(draft, `${randomBytes(32).toString('base64')}\n`);
    // Unlike a rename, a link leaves alone what another server has put there meanwhile.
    await link(draft, path).catch(ignoreCode('EEXIST'));
  } catch (error) {
    throw new StartError(`${path} cannot be written (${words(error)}): check FASTLINKIT_DATA_DIR.`);
  } finally {
    await rm(draft, { force: true });
  }
  const made = await readSecret(path);
  if (!made) throw new StartError(`${path} cannot be read back: check FASTLINKIT_DATA_DIR.`);
  return made;
}

async function readSecret(path: string): Promise<Buffer | undefined> {
  let written: string;
  try {
    written = await readFile(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw new StartError(`${path} cannot be read (${words(error)}): check who owns it.`);
  }
  const secret = Buffer.from(written.trim(), 'base64');
  if (secret.length < 32) {
    throw new StartError(
      `${path} holds no secret: restore it from a backup; links, sessions and the database depend on it.`,
    );
  }
  await chmod(path, 0o600);
  return secret;
}

/** Writes a file that only its owner can read, whole or not at all. */
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

/** Whether a system or database error bears the code. */
export function hasCode(error: unknown, ...codes: string[]): boolean {
  const code: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;
  return typeof code === 'string' && codes.includes(code);
}

/** For `catch`: swallows the errors that bear the code, and no other. */
export function ignoreCode(...codes: string[]): (error: unknown) => void {
  return (error) => {
    if (!hasCode(error, ...codes)) throw error;
  };
}
