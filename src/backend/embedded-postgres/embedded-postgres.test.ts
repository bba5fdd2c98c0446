import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdir, mkdtemp, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StartupError } from '../platform/errors/startup-error.ts';
import { createLog } from '../platform/logging/log.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.ts';
import { readPostmasterFile } from './postmaster-file.ts';

const patience = { timeout: 90_000 };
const log = createLog({ write: () => undefined });

let parent: string;
let dataDir: string;
let running: EmbeddedPostgres[] = [];

beforeEach(async () => {
  // Nobody but its owner can look into it, as mkdtemp makes it; the server has to do with that.
  parent = await mkdtemp(join(tmpdir(), 'fastlinkit-embedded-'));
  dataDir = join(parent, 'data');
});

afterEach(async () => {
  for (const postgres of running) await postgres.stop();
  running = [];
  await rm(parent, { recursive: true, force: true });
}, 30_000);

async function start(): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dataDir, log });
  running.push(postgres);
  return postgres;
}

async function stop(postgres: EmbeddedPostgres): Promise<void> {
  running = running.filter((other) => other !== postgres);
  await postgres.stop();
}

async function query(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function pidOf(): Promise<number> {
  const file = await readPostmasterFile(join(dataDir, 'postgres', 'cluster'));
  if (!file) throw new Error('PostgreSQL does not run');
  return file.pid;
}

describe('startEmbeddedPostgres', () => {
  it(
    'keeps the data, protects its address with file mode 0600, and leaves no process running',
    patience,
    async () => {
      const first = await start();
      await query(first.url, 'create table kept as select 42 as answer');
      expect((await readFile(join(dataDir, 'database-url'), 'utf8')).trim()).toBe(first.url);
      for (const name of ['database-url', 'database-password']) {
        expect((await stat(join(dataDir, name))).mode & 0o777).toBe(0o600);
      }
      expect((await stat(dataDir)).mode & 0o077).toBe(0);
      const superuser = 'select rolsuper from pg_roles where rolname = current_user';
      expect(await query(first.url, superuser)).toEqual([{ rolsuper: false }]);
      const wrongPassword = new URL(first.url);
      wrongPassword.password = 'guess';
      await expect(query(wrongPassword.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
      await stop(first);
      await expect(query(first.url, 'select 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
      await expect(stat(join(dataDir, 'database-url'))).rejects.toMatchObject({ code: 'ENOENT' });

      const second = await start();
      expect(await query(second.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
    },
  );

  it('rejects a second server on the same folder', patience, async () => {
    const first = await start();
    const refused = await start().catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(StartupError);
    expect(String(refused)).toContain(dataDir);
    expect(await query(first.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('gives the folder to one of two that start at the same time', patience, async () => {
    const outcomes = await Promise.allSettled([start(), start()]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await query(running[0]?.url ?? '', 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('adopts a PostgreSQL that a killed server has left running', patience, async () => {
    const module = new URL('./embedded-postgres.ts', import.meta.url).href;
    const code = `
      import { startEmbeddedPostgres } from ${JSON.stringify(module)};
      const log = { info() {}, error() {}, warn() {} };
      const { url } = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, log });
      console.log(url);`;
    const other = spawn(process.execPath, ['--input-type=module', '--eval', code], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(createInterface(other.stdout), 'line');
    const left = await pidOf();
    other.kill('SIGKILL');
    await once(other, 'close');

    const postgres = await start();
    expect(await pidOf()).toBe(left);
    expect(await query(postgres.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('starts again at the same address when PostgreSQL is killed', patience, async () => {
    const postgres = await start();
    await query(postgres.url, 'create table kept as select 42 as answer');
    const killed = await pidOf();
    process.kill(killed, 'SIGKILL');
    await expect
      .poll(() => query(postgres.url, 'select answer from kept').catch(() => 'away'), { timeout: 60_000 })
      .toEqual([{ answer: 42 }]);
    expect(await pidOf()).not.toBe(killed);
  });

  it.each([
    ['names a process that is something else', () => `${process.pid}\n/nowhere\n0\n1\n`],
    ['is empty', () => ''],
  ])('starts despite a pid file that %s', patience, async (_what, content) => {
    await stop(await start());
    const path = join(dataDir, 'postgres', 'cluster', 'postmaster.pid');
    await writeFile(path, content());
    const anHourAgo = new Date(Date.now() - 3_600_000);
    await utimes(path, anHourAgo, anHourAgo);
    const { uid, gid } = await stat(join(dataDir, 'postgres'));
    await chown(path, uid, gid);
    expect(await query((await start()).url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('keeps files that it cannot use, and reports them', patience, async () => {
    await stop(await start());
    const control = join(dataDir, 'postgres', 'cluster', 'global', 'pg_control');
    await writeFile(control, 'damaged');
    const refused = await start().catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(StartupError);
    expect(String(refused)).toContain(join(dataDir, 'postgres'));
    expect(await readFile(control, 'utf8')).toBe('damaged');
  });

  it('does not replace the lost password of an existing database', patience, async () => {
    await stop(await start());
    await writeFile(join(dataDir, 'database-password'), '');
    const refused = await start().catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(StartupError);
    expect(String(refused)).toContain('database-password');
  });

  it('names the setting when the folder cannot be created', async () => {
    await mkdir(parent, { recursive: true });
    await writeFile(join(parent, 'file'), '');
    dataDir = join(parent, 'file', 'data');
    await expect(start()).rejects.toThrow('FASTLINKIT_DATA_DIR');
  });
});
