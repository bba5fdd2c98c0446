import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode, ignoreCode } from '../platform/errors/error-code.ts';

/** PostgreSQL writes the content right after it has created the file. */
const emptyFileAgeMs = 5_000;

export interface PostmasterFile {
  pid: number;
  port: number;
  ready: boolean;
}

/** Reads the pid file of a running or killed PostgreSQL; undefined when there is none. */
export async function readPostmasterFile(folder: string): Promise<PostmasterFile | undefined> {
  const written = await readFile(join(folder, 'postmaster.pid'), 'utf8').catch(ignoreCode('ENOENT'));
  if (typeof written !== 'string') return undefined;
  const lines = written.split('\n');
  const pid = Number(lines[0]);
  // PostgreSQL writes the file line by line: a new one lacks the later lines.
  return pid > 0 ? { pid, port: Number(lines[3] ?? 0), ready: lines[7]?.trim() === 'ready' } : undefined;
}

/**
 * Whether a process with this id runs and is PostgreSQL. Without /proc any process counts: PostgreSQL's own lock on its
 * shared memory then rejects a second one.
 */
export async function isPostgres(pid: number): Promise<boolean> {
  if (process.platform !== 'linux') return exists(pid);
  const state = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // A zombie process (Z) still has its name.
  return /^\d+ \(postgres\) [^ZX]/.test(state);
}

/**
 * Removes a pid file that would keep PostgreSQL from starting although no other PostgreSQL runs. PostgreSQL recognizes the
 * file of a killed one itself, unless the process id is in use: by another program after a restart of the machine, or by a
 * zombie. An empty file (the machine lost its power) could also belong to a PostgreSQL that is just starting.
 *
 * @param left the content of the file; undefined when it is empty or missing
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
