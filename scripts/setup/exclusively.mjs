import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/**
 * Does some work while no other process of this machine does any under the same lock file.
 *
 * @template T
 * @param {string} lockFile holds the id of the process at work
 * @param {() => Promise<T>} work
 */
export async function exclusively(lockFile, work) {
  mkdirSync(dirname(lockFile), { recursive: true });
  for (let told = false; !take(lockFile); told = true) {
    if (!told) process.stderr.write('• Waiting for another set-up of this project to end …\n');
    await wait(500);
  }
  try {
    return await work();
  } finally {
    rmSync(lockFile, { force: true });
  }
}

/**
 * @param {string} lockFile
 * @returns {boolean}
 */
function take(lockFile) {
  try {
    writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
  if (holderLives(lockFile)) return false;
  // Left behind by a process that was killed.
  rmSync(lockFile, { force: true });
  return take(lockFile);
}

/** @param {string} lockFile */
function holderLives(lockFile) {
  try {
    const holder = Number(readFileSync(lockFile, 'utf8'));
    // Empty for the instant between the other's creating and writing it.
    if (!Number.isInteger(holder) || holder === 0) return true;
    process.kill(holder, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/** @param {unknown} error */
const codeOf = (error) => (error instanceof Error && 'code' in error ? error.code : undefined);
