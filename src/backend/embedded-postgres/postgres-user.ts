import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { StartupError } from '../platform/errors/startup-error.ts';

const run = promisify(execFile);

/** The user that PostgreSQL runs as when the server runs as root; undefined for the server's own user. */
export interface PostgresUser {
  uid?: number;
  gid?: number;
}

/** PostgreSQL refuses to run as root. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** The user `postgres`, or else `fastlinkit`, which is created when it is missing. */
export async function findPostgresUser(): Promise<PostgresUser> {
  if (!isRoot()) return {};
  const found = (await lookUp('postgres')) ?? (await lookUp('fastlinkit'));
  if (found) return found;
  await run('useradd', [
    '--system',
    '--user-group',
    '--no-create-home',
    '--home-dir=/nonexistent',
    '--shell=/usr/sbin/nologin',
    'fastlinkit',
  ]).catch(() => undefined);
  const made = await lookUp('fastlinkit');
  if (made) return made;
  throw new StartupError(
    'PostgreSQL does not run as root, and no user could be made for it: add a user named fastlinkit, start the server as another user, or set FASTLINKIT_DATABASE_URL.',
  );
}

async function lookUp(name: string): Promise<PostgresUser | undefined> {
  try {
    const [uid, gid] = await Promise.all(['-u', '-g'].map((what) => run('id', [what, name])));
    return { uid: Number(uid?.stdout), gid: Number(gid?.stdout) };
  } catch {
    return undefined;
  }
}
