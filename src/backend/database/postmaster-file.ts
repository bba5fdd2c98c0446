import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode, ignoreCode } from './data-folder.ts';

/** PostgreSQL fills the file in right after it has made it. */
const emptyFileAgeMs = 5_000;

export interface PostmasterFile {
  pid: number;
  port: number;
  ready: boolean;
}

/** Reads what a running (or killed) PostgreSQL says of itself in its folder; undefined when there is none. */
export async function readPostmasterFile(folder: string): Promise<PostmasterFile | undefined> {
  const written = await readFile(join(folder, 'postmaster.pid'), 'utf8').catch(ignoreCode('ENOENT'));
  if (typeof written !== 'string') return undefined;
  const lines = written.split('\n');
  const pid = Number(lines[0]);
  // The file is written line by line: a young one lacks the later ones.
  return pid > 0 ? { pid, port: Number(lines[3] ?? 0), ready: lines[7]?.trim() === 'ready' } : undefined;
}

/**
 * Whether a process with this id runs and is PostgreSQL. Where there is no /proc, any process counts: its
 * own lock on its shared memory then keeps a second one out.
 */
export async function isPostgres(pid: number): Promise<boolean> {
  if (process.platform !== 'linux') return exists(pid);
  const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // A process that nobody has reaped yet (Z) still has its name.
  return /^\d+ \(postgres\) [^ZX]/.test(state);
}

/**
 * Removes a file that PostgreSQL would be put off by, though nobody runs. Of one that was killed it judges itself,
 * unless the process id is in use: by some other program after a restart of the machine, or by the dead one while
 * nobody reaps it. And an empty file (the machine lost its power) may be a server's that is just starting.
 *
 * @param left what the file says; undefined: nothing, or there is none
 */
export async function removeStalePostmasterFile(
  folder: string,
  left: PostmasterFile | undefined,
): Promise<void> {
  const path = join(folder, 'postmaster.pid');
  const stale = left ? exists(left.pid) : await isOldAndEmpty(path);
  if (stale) await rm(path, { force: true });
}

async function isOldAndEmpty(path: string): Promise<boolean> {
  const file = await stat(path).catch(ignoreCode('ENOENT'));
  return file !== undefined && file.size === 0 && Date.now() - file.mtimeMs > emptyFileAgeMs;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}
