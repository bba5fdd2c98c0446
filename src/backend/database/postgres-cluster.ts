import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, lstat, mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { once } from 'node:events';
import { hasCode, ignoreCode } from './data-folder.ts';
import { copyPostgresBinaries, findPostgresBinaries } from './postgres-binaries.ts';
import { findPostgresUser, isRoot, type PostgresUser } from './postgres-user.ts';
import { StartError, words } from './start-error.ts';

export const databaseUser = 'fastlinkit';

/** The files of one PostgreSQL, and how its programs are run on them. */
export interface PostgresCluster {
  /** Where they are: below the data folder, owned by the user that PostgreSQL runs as. */
  folder: string;
  /** Runs a program of PostgreSQL in the cluster's folder. */
  run(program: 'initdb' | 'pg_ctl' | 'postgres', args: string[], output: Output): Promise<ChildProcess>;
  /** How the cluster's folder is named in arguments. */
  pgdata: string;
}

/** A file descriptor for what the program says, or undefined to read it from the child's stderr. */
type Output = number | undefined;

/**
 * As root on Linux the programs find the cluster by their working directory, which the parent sets before
 * it gives up its rights: so that no folder above has to be opened to the user they run as.
 */
const byWorkingDirectory = '/proc/self/cwd';
const maxStrayDraftAgeMs = 600_000;

/**
 * Opens the cluster of a data folder; makes it when there is none.
 *
 * @throws StartError when it can be neither opened nor made; what is there is left as it is
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
    throw new StartError(`${home} cannot be made (${words(error)}): check FASTLINKIT_DATA_DIR.`);
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
    throw new StartError(`${folder} cannot be opened (${words(error)}): check who owns it.`);
  }
  throw new StartError(
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
          // A session of its own: Ctrl+C in a terminal is for the server alone, which then stops it in order.
          detached: true,
          stdio: ['ignore', 'ignore', output ?? 'pipe'],
          windowsHide: true,
          // Without the server's settings, the secret among them.
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

/** Makes the cluster beside its place and then moves it there, so that it is there whole or not at all. */
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
      throw new StartError(
        `PostgreSQL could not make its files in ${home}: ${words(said) || `initdb ended with ${child.exitCode ?? child.signalCode}`}.`,
      );
    }
    await rename(draft, folder).catch(ignoreCode('ENOTEMPTY', 'EEXIST', 'EPERM'));
  } catch (error) {
    if (error instanceof StartError) throw error;
    throw new StartError(
      `PostgreSQL could not make its files in ${home} (${words(error)}): check FASTLINKIT_DATA_DIR.`,
    );
  } finally {
    await rm(passwordFile, { force: true });
    await rm(draft, { recursive: true, force: true });
  }
}

function initdbArguments(pgdata: string, passwordFile: string): string[] {
  // Relative to the working directory, as the cluster itself.
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
    // The same order and case rules on every machine, whatever locales it has.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
  ];
}

/** What a server that was killed while it made a cluster has left; a fresh one may be another server's. */
async function removeStrayDrafts(home: string): Promise<void> {
  for (const name of await readdir(home)) {
    if (!name.startsWith('draft-')) continue;
    const path = join(home, name);
    const entry = await lstat(path).catch(() => undefined);
    if (entry && Date.now() - entry.mtimeMs > maxStrayDraftAgeMs)
      await rm(path, { recursive: true, force: true });
  }
}
