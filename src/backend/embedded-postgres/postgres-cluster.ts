import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chown, lstat, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hasCode, ignoreCode } from '../platform/errors/error-code.ts';
import { StartupError, errorMessage } from '../platform/errors/startup-error.ts';
import { copyPostgresBinaries, findPostgresBinaries } from './postgres-binaries.ts';
import { findPostgresUser, isRoot, type PostgresUser } from './postgres-user.ts';

export const databaseUser = 'fastlinkit';

/** The files of one PostgreSQL, and how its programs run on them. */
export interface PostgresCluster {
  /** The folder of the files, below the data folder; its owner is the user that PostgreSQL runs as. */
  folder: string;
  /** Runs a program of PostgreSQL in the cluster's folder. */
  run(program: 'initdb' | 'pg_ctl' | 'postgres', args: string[], output: Output): Promise<ChildProcess>;
  /** The cluster's folder as an argument. */
  pgdata: string;
}

/** A file descriptor for the program's output, or undefined to read it from the child's stderr. */
type Output = number | undefined;

/**
 * As root on Linux the programs find the cluster by their working directory, which the parent process sets before it drops
 * its privileges, so that their user needs no access to the folders above.
 */
const byWorkingDirectory = '/proc/self/cwd';
const maxStrayDraftAgeMs = 600_000;

/**
 * Opens the cluster of a data folder; creates it when there is none.
 *
 * @throws StartupError when it can be neither opened nor created; existing files stay as they are
 */
export async function openPostgresCluster(dataDir: string, password: string): Promise<PostgresCluster> {
  const home = join(dataDir, 'postgres');
  const folder = join(home, 'cluster');
  const owner = await ownerOf(folder);
  if (owner) return clusterAt(folder, owner);
  const user = await findPostgresUser();
  try {
    await mkdir(home, { recursive: true, mode: 0o700 });
    await give(home, user);
    await removeStrayDrafts(home);
  } catch (error) {
    throw new StartupError(`${home} cannot be made (${errorMessage(error)}): check FASTLINKIT_DATA_DIR.`);
  }
  await initialize(home, folder, user, password);
  return clusterAt(folder, user);
}

async function ownerOf(folder: string): Promise<PostgresUser | undefined> {
  try {
    const { uid, gid } = await stat(folder);
    if (!isRoot()) return {};
    if (uid !== 0) return { uid, gid };
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw new StartupError(`${folder} cannot be opened (${errorMessage(error)}): check who owns it.`);
  }
  throw new StartupError(
    `${folder} belongs to root, and PostgreSQL does not run as root: give it back to the user that made it, for example with chown -R postgres.`,
  );
}

function clusterAt(folder: string, user: PostgresUser): PostgresCluster {
  const hidden = isRoot() && process.platform === 'linux';
  let binaries: string | undefined;
  return {
    folder,
    pgdata: hidden ? byWorkingDirectory : folder,
    async run(program, args, output) {
      const start = async (native: string) => {
        const child = spawn(join(native, 'bin', program), args, {
          cwd: folder,
          ...user,
          // In a session of its own: Ctrl+C in a terminal reaches the server alone, which then shuts PostgreSQL down.
          detached: true,
          stdio: ['ignore', 'ignore', output ?? 'pipe'],
          windowsHide: true,
          // Without the server's settings, which include the secret.
          env: { PATH: process.env['PATH'], SystemRoot: process.env['SystemRoot'], LC_ALL: 'C', TZ: 'UTC' },
        });
        await once(child, 'spawn');
        binaries = native;
        return child;
      };
      if (binaries !== undefined) return start(binaries);
      const found = await findPostgresBinaries();
      try {
        return await start(found.folder);
      } catch (error) {
        if (!isRoot() || !hasCode(error, 'EACCES')) throw error;
        return start((await copyPostgresBinaries(found)).folder);
      }
    },
  };
}

async function give(path: string, { uid, gid }: PostgresUser): Promise<void> {
  if (uid !== undefined && gid !== undefined) await chown(path, uid, gid);
}

/** Creates the cluster in a temporary folder and then renames it, so that it is complete or absent. */
async function initialize(home: string, folder: string, user: PostgresUser, password: string): Promise<void> {
  const draft = join(home, `draft-${randomBytes(6).toString('hex')}`);
  const passwordFile = `${draft}.password`;
  try {
    await mkdir(draft, { mode: 0o700 });
    await give(draft, user);
    await writeFile(passwordFile, `${password}\n`, { mode: 0o600, flag: 'wx' });
    await give(passwordFile, user);
    const cluster = clusterAt(draft, user);
    const child = await cluster.run('initdb', initdbArguments(cluster.pgdata, passwordFile), undefined);
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (said += chunk));
    await once(child, 'close');
    if (child.exitCode !== 0) {
      throw new StartupError(
        `PostgreSQL could not make its files in ${home}: ${errorMessage(said) || `initdb ended with ${child.exitCode ?? child.signalCode}`}.`,
      );
    }
    await rename(draft, folder).catch(ignoreCode('ENOTEMPTY', 'EEXIST', 'EPERM'));
  } catch (error) {
    if (error instanceof StartupError) throw error;
    throw new StartupError(
      `PostgreSQL could not make its files in ${home} (${errorMessage(error)}): check FASTLINKIT_DATA_DIR.`,
    );
  } finally {
    await rm(passwordFile, { force: true });
    await rm(draft, { recursive: true, force: true });
  }
}

function initdbArguments(pgdata: string, passwordFile: string): string[] {
  // Relative to the working directory, like the cluster.
  const pwfile =
    pgdata === byWorkingDirectory
      ? join('..', passwordFile.slice(passwordFile.lastIndexOf('/') + 1))
      : passwordFile;
  return [
    `--pgdata=${pgdata}`,
    `--username=${databaseUser}`,
    `--pwfile=${pwfile}`,
    '--auth-host=scram-sha-256',
    '--auth-local=reject',
    '--encoding=UTF8',
    // The same sort order and case rules on every machine, independent of its locales.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
  ];
}

/** Folders that a server has left which was killed while it created a cluster; a recent one may be another server's. */
async function removeStrayDrafts(home: string): Promise<void> {
  for (const name of await readdir(home)) {
    if (!name.startsWith('draft-')) continue;
    const path = join(home, name);
    const entry = await lstat(path).catch(() => undefined);
    if (entry && Date.now() - entry.mtimeMs > maxStrayDraftAgeMs)
      await rm(path, { recursive: true, force: true });
  }
}
