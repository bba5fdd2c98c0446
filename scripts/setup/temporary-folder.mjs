import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A fresh temporary folder that another user's PostgreSQL can reach into. Its name tells whose it is: folders of the
 * same name whose process was killed before it could delete them are deleted now, which also ends a PostgreSQL that
 * still runs on one.
 *
 * @param {string} name
 */
export function temporaryFolder(name) {
  const asRoot = process.getuid?.() === 0;
  const parent = asRoot && existsSync('/tmp') ? '/tmp' : tmpdir();
  removeLeftBehind(parent, name);
  const folder = mkdtempSync(join(parent, `${name}-${process.pid}-`));
  if (asRoot) chmodSync(folder, 0o711);
  return folder;
}

/** @param {string} folder which may no longer exist */
export function removeFolder(folder) {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/**
 * @param {string} parent
 * @param {string} name
 */
function removeLeftBehind(parent, name) {
  for (const entry of readdirSync(parent)) {
    const owner = entry.startsWith(`${name}-`) && /^-(\d+)-\w{6}$/.exec(entry.slice(name.length))?.[1];
    if (!owner || isRunning(Number(owner))) continue;
    try {
      removeFolder(join(parent, entry));
    } catch {
      // Another user's, or still written to: the next one tries again.
    }
  }
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
