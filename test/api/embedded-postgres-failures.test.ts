import { readdir, readFile, rename, statfs, writeFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { createInvite } from '#contract/invite/api';
import { editOrganization, listOrganizations } from '#contract/organization/api';
import { run } from '../../scripts/setup/run.mjs';
import { removeFolder, temporaryFolder } from '../../scripts/setup/temporary-folder.mjs';
import { signIn, type ApiClient } from '../helpers/api-client.ts';
import { openTestData, type Person } from '../helpers/factories.ts';
import { openMailServer } from '../helpers/mail-server.ts';
import { execute } from '../helpers/postgres.ts';
import { spawnBackend, startBackend, type Backend, type BackendSettings } from '../helpers/start-backend.ts';

// Each starts PostgreSQL on a real disk, some of them several times.
vi.setConfig({ testTimeout: 90_000 });
const megabyte = 1024 * 1024;

function ownFolder(): string {
  const folder = temporaryFolder('fastlinkit-test');
  onTestFinished(() => removeFolder(folder));
  return folder;
}

/** What each test begins with: a data folder in which somebody has an organization, made once. */
let made: { folder: string; owner: Person; params: { organizationId: string } };

beforeAll(async () => {
  const folder = temporaryFolder('fastlinkit-test');
  const dataDir = join(folder, 'data');
  const backend = await startBackend({ dataDir, smtpUrl: 'smtp://127.0.0.1:1' });
  const testData = openTestData(await databaseUrl(dataDir));
  const owner = await testData.person();
  const { organizationId } = await testData.organization({ owner });
  await testData.close();
  await backend.stop();
  made = { folder, owner, params: { organizationId } };
});
afterAll(() => removeFolder(made.folder));

/** A backend on a copy of that folder, below `parent`. */
async function started(parent: string) {
  const { code, output } = await run('cp', ['-a', join(made.folder, 'data'), parent]);
  if (code !== 0) throw new Error(output);
  const mailServer = await openMailServer();
  onTestFinished(() => mailServer.close());
  const dataDir = join(parent, 'data');
  const settings = { dataDir, smtpUrl: mailServer.smtpUrl };
  const backend = await startAgain(settings);
  const { client } = await signIn(backend.url, made.owner);
  return { ...made, dataDir, backend, settings, client };
}

async function startAgain(settings: BackendSettings): Promise<Backend> {
  const backend = await startBackend(settings);
  onTestFinished(async () => void (await backend.stop()));
  return backend;
}

const invite = (client: ApiClient, params: { organizationId: string }, email: string) =>
  client.call(createInvite, { params, body: { email, role: 'agent' } });

const databaseUrl = async (dataDir: string) => (await readFile(join(dataDir, 'database-url'), 'utf8')).trim();

async function invitedIn(dataDir: string): Promise<string[]> {
  const { rows } = await execute(await databaseUrl(dataDir), 'select email from invites');
  return rows.map(({ email }: { email: string }) => email);
}

test(
  'rejects a second backend on the same data folder with a message, and keeps the first running',
  { tags: ['guard:data-folder-lock'] },
  async () => {
    const { dataDir, client, settings, params } = await started(ownFolder());
    const second = await (await spawnBackend(settings)).exited;
    expect(second.code).toBe(1);
    expect(second.stdout).toBe('');
    const sentence = second.stderr.trim().split('\n').at(-1);
    expect(sentence).toContain(dataDir);
    expect(sentence).toContain('Another FastLinkIt server');
    await invite(client, params, 'still-there@example.test');
    expect(await invitedIn(dataDir)).toContain('still-there@example.test');
  },
);

test(
  'keeps all acknowledged invites after kill -9 of the backend, of its PostgreSQL and of both',
  { tags: ['guard:postgres-restart'] },
  async () => {
    const { dataDir, settings, owner, params, ...first } = await started(ownFolder());
    let { backend, client } = first;
    const acknowledged: string[] = [];
    for (const victims of [['backend'], ['database'], ['backend', 'database']]) {
      const email = `${victims.join('-')}@example.test`;
      await invite(client, params, email);
      acknowledged.push(email);
      const postmaster = await postmasterOf(dataDir);
      if (victims.includes('backend')) {
        backend.signal('SIGKILL');
        await backend.exited;
      }
      if (victims.includes('database')) process.kill(postmaster, 'SIGKILL');
      const patience = { timeout: 60_000, interval: 100 };
      if (victims.includes('backend')) {
        backend = await startAgain(settings);
        ({ client } = await signIn(backend.url, owner));
      }
      // Left running by a killed backend, it is taken over; killed, there is a new one.
      if (victims.includes('database')) {
        // What a connection is served by outlives its postmaster by a moment: that an invite is taken says nothing yet.
        await vi.waitFor(async () => expect(await postmasterOf(dataDir)).not.toBe(postmaster), patience);
        await vi.waitFor(() => invite(client, params, `after-${email}`), patience);
      } else {
        expect(await postmasterOf(dataDir)).toBe(postmaster);
      }
    }
    expect(await invitedIn(dataDir)).toEqual(expect.arrayContaining(acknowledged));
  },
);

async function postmasterOf(dataDir: string): Promise<number> {
  return Number((await readFile(join(dataDir, 'postgres/cluster/postmaster.pid'), 'utf8')).split('\n')[0]);
}

test('leaves unusable database files in place and does not replace them', async () => {
  const { dataDir, backend, settings, owner } = await started(ownFolder());
  await backend.stop();
  const cluster = join(dataDir, 'postgres/cluster');
  await rename(join(cluster, 'PG_VERSION'), join(cluster, 'PG_VERSION.lost'));
  const before = await readdir(cluster);
  const refused = await (await spawnBackend(settings)).exited;
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain(cluster);
  expect((await readdir(cluster)).toSorted()).toEqual(before.toSorted());
  await rename(join(cluster, 'PG_VERSION.lost'), join(cluster, 'PG_VERSION'));
  await signIn((await startAgain(settings)).url, owner);
});

test('keeps the filters of organizations and the seat history up to date', async () => {
  const { dataDir, client, params } = await started(ownFolder());
  const testData = openTestData(await databaseUrl(dataDir));
  onTestFinished(() => testData.close());
  const { organizationId } = params;
  const filtered = async (filter: 'full' | 'over') =>
    (await client.call(listOrganizations, { query: { filter } })).items.map(({ id }) => id);
  const today = async (): Promise<unknown> => {
    const { rows } = await testData.database.pool.query<object>(
      `select max_seats, members, pending_invites from seat_history
       where organization_id = $1 order by day desc limit 1`,
      [organizationId],
    );
    return rows;
  };

  await testData.setSeats(organizationId, 2);
  await invite(client, params, 'takes-the-last-seat@example.test');
  await vi.waitFor(async () => expect(await filtered('full')).toEqual([organizationId]), 30_000);
  expect(await filtered('over')).toEqual([]);
  expect(await today()).toEqual([{ max_seats: 2, members: 1, pending_invites: 1 }]);

  await testData.setSeats(organizationId, 1);
  // What an event is about is refreshed within seconds.
  await client.call(editOrganization, { params, body: { description: 'Over its limit' } });
  await vi.waitFor(async () => expect(await filtered('over')).toEqual([organizationId]), 30_000);
  expect(await today()).toEqual([{ max_seats: 1, members: 1, pending_invites: 1 }]);
});

// Little room: tables cannot grow. Some more: the log of transactions cannot, which PostgreSQL ends by itself for.
test.for([6, 24])(
  'loses no acknowledged invite on a disk with %i MB left, and recovers',
  async (left, { skip }) => {
    const disk = ownFolder();
    const mounted = await run('mount', ['-t', 'tmpfs', '-o', 'size=192m,mode=0711', 'none', disk]);
    if (mounted.code !== 0) skip(`a small disk can be mounted by root alone: ${mounted.output.trim()}`);
    onTestFinished(async () => void (await run('umount', ['-l', disk])));
    const { dataDir, backend, client, params } = await started(disk);
    await fillUp(disk, left * megabyte);

    const acknowledged: string[] = [];
    const refusals: number[] = [];
    // Written in bulk, so that what is left is used up soon.
    for (let n = 0; refusals.length < 5 && n < 1_000; n += 1) {
      const invites = Array.from({ length: 50 }, (_, row) => ({
        email: `full-${n}-${row}@example.test`,
        role: 'agent',
      }));
      const answer = await client.raw({
        method: 'POST',
        path: `/api/organizations/${params.organizationId}/invites/bulk`,
        body: { invites },
      });
      if (answer.status === 200) acknowledged.push(...invites.map(({ email }) => email));
      else refusals.push(answer.status);
    }
    expect(refusals).toEqual([503, 503, 503, 503, 503]);
    expect(acknowledged.length).toBeGreaterThan(0);
    expect((await fetch(`${backend.url}/healthz`)).status).toBe(200);

    await rm(join(disk, 'ballast'));
    await vi.waitFor(() => invite(client, params, 'room-again@example.test'), {
      timeout: 40_000,
      interval: 200,
    });
    const there = new Set(await invitedIn(dataDir));
    expect(acknowledged.filter((email) => !there.has(email))).toEqual([]);
    expect((await backend.stop()).code).toBe(0);
  },
);

/** Leaves no more than so many bytes. */
async function fillUp(disk: string, left: number): Promise<void> {
  const { bavail, bsize } = await statfs(disk);
  await writeFile(join(disk, 'ballast'), Buffer.alloc(Math.max(0, bavail * bsize - left)));
}
