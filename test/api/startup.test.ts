import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { createInvite, listInvites } from '#contract/invite/api';
import { listOrganizations } from '#contract/organization/api';
import { getMe } from '#contract/account/api';
import { removeFolder, temporaryFolder } from '../../scripts/setup/temporary-folder.mjs';
import { createApiClient, signIn } from '../helpers/api-client.ts';
import { createEmptyDatabase } from '../helpers/databases.ts';
import { linkIn, openMailbox } from '../helpers/mailbox.ts';
import { execute, freePort } from '../helpers/postgres.ts';
import { spawnBackend, startBackend, type BackendSettings } from '../helpers/start-backend.ts';
import { release } from '#contract/version/model';

const demoPassword = 'fastlinkit-demo';

async function ownDatabase(): Promise<string> {
  const database = await createEmptyDatabase();
  onTestFinished(() => database.drop());
  return database.url;
}

function ownFolder(): string {
  const folder = temporaryFolder('fastlinkit-test');
  onTestFinished(() => removeFolder(folder));
  return folder;
}

async function started(settings: BackendSettings) {
  const backend = await startBackend(settings);
  onTestFinished(async () => void (await backend.stop()));
  return backend;
}

const external = { databaseUrl: 'postgres://nobody@127.0.0.1:1/none', smtpUrl: 'smtp://127.0.0.1:1' };

test.each<[string, string, BackendSettings]>([
  ['FASTLINKIT_PORT', 'out of range', { ...external, environment: { FASTLINKIT_PORT: '99999' } }],
  ['FASTLINKIT_PORT', 'not a number', { ...external, environment: { FASTLINKIT_PORT: 'http' } }],
  ['FASTLINKIT_DATABASE_URL', 'another scheme', { ...external, databaseUrl: 'mysql://x' }],
  ['FASTLINKIT_SMTP_URL', 'missing without the demo', { databaseUrl: external.databaseUrl }],
  ['FASTLINKIT_SMTP_URL', 'not a URL', { ...external, smtpUrl: 'mail.example.test' }],
  [
    'FASTLINKIT_MAIL_FROM',
    'not an address',
    { ...external, environment: { FASTLINKIT_MAIL_FROM: 'nobody' } },
  ],
  ['FASTLINKIT_SECRET', 'missing', { ...external, environment: { FASTLINKIT_SECRET: undefined } }],
  ['FASTLINKIT_SECRET', 'too short', { ...external, environment: { FASTLINKIT_SECRET: 'c2hvcnQ=' } }],
  ['FASTLINKIT_PUBLIC_URL', 'not a URL', { ...external, environment: { FASTLINKIT_PUBLIC_URL: 'example' } }],
  ['FASTLINKIT_RATE_LIMIT', 'not a number', { ...external, environment: { FASTLINKIT_RATE_LIMIT: 'many' } }],
  ['FASTLINKIT_SENDS_PER_DAY', 'zero', { ...external, environment: { FASTLINKIT_SENDS_PER_DAY: '0' } }],
  [
    'FASTLINKIT_TRUSTED_PROXIES',
    'not a network',
    { ...external, environment: { FASTLINKIT_TRUSTED_PROXIES: 'x/8' } },
  ],
  ['FASTLINKIT_METRICS_PORT', 'negative', { ...external, environment: { FASTLINKIT_METRICS_PORT: '-1' } }],
  [
    'FASTLINKIT_BILLING_URL',
    'a javascript: URL',
    { ...external, environment: { FASTLINKIT_BILLING_URL: 'javascript:1' } },
  ],
])('exits with one line on standard error for %s (%s)', async (name, _what, settings) => {
  const { exited } = await spawnBackend(settings);
  const exit = await exited;
  expect(exit.code).toBe(1);
  expect(exit.stdout).toBe('');
  expect(exit.stderr.trim().split('\n')).toHaveLength(1);
  expect(exit.stderr).toContain(name);
});

test('prints only the ready line on standard output, with the URL of the server', async () => {
  const mailbox = await openMailbox();
  onTestFinished(() => mailbox.close());
  const backend = await started({ databaseUrl: await ownDatabase(), smtpUrl: mailbox.smtpUrl });
  expect(backend.ready).toEqual({
    event: 'ready',
    version: release,
    url: backend.url,
    database: 'external',
    pid: backend.ready.pid,
  });
  expect(backend.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  const exit = await backend.stop();
  expect(exit.code).toBe(0);
  expect(exit.stdout.trim().split('\n')).toEqual([JSON.stringify(backend.ready)]);
});

test('uses the public URL in links when it is configured', async () => {
  const mailbox = await openMailbox();
  onTestFinished(() => mailbox.close());
  const backend = await started({
    databaseUrl: await ownDatabase(),
    smtpUrl: mailbox.smtpUrl,
    demo: true,
    environment: { FASTLINKIT_PUBLIC_URL: 'https://links.example.test' },
  });
  const { client } = await signIn(backend.url, { email: 'ada@acme.test', password: demoPassword });
  const { items } = await client.call(listOrganizations, { query: { search: 'Acme' } });
  const organizationId = items[0]?.id ?? '';
  await client.call(createInvite, {
    params: { organizationId },
    body: { email: 'public@example.test', role: 'agent' },
  });
  expect(linkIn(await mailbox.next('public@example.test'))).toMatch(
    /^https:\/\/links\.example\.test\/support\/invite\//,
  );
});

test('creates the demo data once and prints no password', async () => {
  const databaseUrl = await ownDatabase();
  const backend = await started({ databaseUrl, demo: true });
  expect(backend.ready.mailbox).toMatch(/^http:\/\/127\.0\.0\.1:\d+/);
  const { client } = await signIn(backend.url, { email: 'ada@acme.test', password: demoPassword });
  const { memberships } = await client.call(getMe, {});
  expect(memberships).toMatchObject([{ organizationName: 'Acme Support', role: 'owner' }]);
  const params = { organizationId: memberships[0]?.organizationId ?? '' };
  const open = await client.call(listInvites, { params, query: { sort: 'expires' } });
  expect(open.items.map(({ status }) => status).toSorted()).toEqual(['expired', 'pending', 'pending']);
  const acme = await client.call(listOrganizations, {});
  expect(acme.items).toMatchObject([
    { name: 'Acme Support', seats: { maxSeats: 10, members: 4, pendingInvites: 2 } },
  ]);

  const hank = await signIn(backend.url, { email: 'hank@globex.test', password: demoPassword });
  expect((await hank.client.call(listOrganizations, {})).items).toMatchObject([
    { name: 'Globex', role: 'owner', seats: { maxSeats: 3, used: 3, available: 0 } },
  ]);
  const staff = await signIn(backend.url, { email: 'support@fastlinkit.test', password: demoPassword });
  expect(staff.tokens.user.staff).toBe(true);
  expect((await staff.client.call(listOrganizations, {})).total).toBe(50);
  for (const [email, role] of [
    ['grace@acme.test', 'admin'],
    ['linus@acme.test', 'agent'],
    ['margaret@acme.test', 'agent'],
  ] as const) {
    const { client: member } = await signIn(backend.url, { email, password: demoPassword });
    expect((await member.call(getMe, {})).memberships).toMatchObject([
      { organizationName: 'Acme Support', role },
    ]);
  }
  await client.call(createInvite, { params, body: { email: 'demo@example.test', role: 'agent' } });
  const exit = await backend.stop();
  expect(exit.stdout + exit.stderr).not.toContain(demoPassword);

  const again = await started({ databaseUrl, demo: true });
  const second = await signIn(again.url, { email: 'ada@acme.test', password: demoPassword });
  expect((await second.client.call(listInvites, { params })).total).toBe(4);
});

test('keeps data, secret and links across restarts with the embedded database', async () => {
  const dataDir = ownFolder();
  const mailbox = await openMailbox();
  onTestFinished(() => mailbox.close());
  const first = await started({ dataDir, demo: true, smtpUrl: mailbox.smtpUrl });
  expect(first.ready.database).toBe('embedded');
  const urlFile = join(dataDir, 'database-url');
  expect((await stat(urlFile)).mode & 0o777).toBe(0o600);
  const databaseUrl = (await readFile(urlFile, 'utf8')).trim();
  const { rows } = await execute(databaseUrl, 'select count(*)::int as count from organizations');
  expect(rows).toEqual([{ count: 50 }]);
  const { client, tokens } = await signIn(first.url, { email: 'ada@acme.test', password: demoPassword });
  const params = { organizationId: (await client.call(getMe, {})).memberships[0]?.organizationId ?? '' };
  await client.call(createInvite, { params, body: { email: 'kept@example.test', role: 'agent' } });
  const link = linkIn(await mailbox.next('kept@example.test'));
  const exit = await first.stop();
  expect(exit.code).toBe(0);
  await expect(execute(databaseUrl, 'select 1')).rejects.toThrow('ECONNREFUSED');

  const second = await started({ dataDir, demo: true, smtpUrl: mailbox.smtpUrl });
  // The secret is kept as well: the session and the link are still good.
  expect(await createApiClient(second.url, tokens.accessToken).call(getMe, {})).toMatchObject({
    user: { email: 'ada@acme.test' },
  });
  expect((await fetch(new URL(new URL(link).pathname, second.url))).status).toBe(200);
});

test('serves health, readiness and API documentation, and metrics on their own port', async () => {
  const metricsPort = await freePort();
  const backend = await started({
    databaseUrl: await ownDatabase(),
    smtpUrl: external.smtpUrl,
    environment: { FASTLINKIT_METRICS_PORT: String(metricsPort) },
  });
  const get = (path: string, base = backend.url) => fetch(`${base}${path}`);
  expect((await get('/healthz')).status).toBe(200);
  expect((await get('/readyz')).status).toBe(200);
  expect((await get('/metrics')).status).toBe(404);
  const metrics = await get('/metrics', `http://127.0.0.1:${metricsPort}`);
  expect(metrics.headers.get('content-type')).toContain('text/plain');
  expect(await metrics.text()).toMatch(/^# HELP /m);
  const scalar = await get('/scalar/v1');
  expect(scalar.headers.get('content-type')).toContain('text/html');
  const openApi = z
    .object({
      openapi: z.string().startsWith('3.'),
      info: z.object({ title: z.string() }),
      paths: z.record(z.string(), z.unknown()),
    })
    .parse(await (await get('/openapi/v1.json')).json());
  expect(Object.keys(openApi.paths)).toContain('/api/organizations/{organizationId}/invites');
});

test('exits with a message when the port is in use', async () => {
  const databaseUrl = await ownDatabase();
  const backend = await started({ databaseUrl, smtpUrl: external.smtpUrl });
  const { exited } = await spawnBackend({
    databaseUrl,
    smtpUrl: external.smtpUrl,
    environment: { FASTLINKIT_PORT: new URL(backend.url).port },
  });
  const second = await exited;
  expect(second.code).toBe(1);
  expect(second.stdout).toBe('');
  expect(second.stderr).toContain('FASTLINKIT_PORT');
});

const coverage = z.object({ result: z.array(z.object({ url: z.string() })) });

/** The product's own files that a server has loaded from its start to its end, by V8's record of it. */
async function loadedBy(settings: BackendSettings): Promise<string[]> {
  const folder = ownFolder();
  const backend = await startBackend({ ...settings, environment: { NODE_V8_COVERAGE: folder } });
  await backend.stop();
  const records = await Promise.all(
    (await readdir(folder)).map(async (name) =>
      coverage.parse(JSON.parse(await readFile(join(folder, name), 'utf8'))),
    ),
  );
  return records
    .flatMap(({ result }) => result.map(({ url }) => url))
    .filter((url) => url.includes('/out/backend/'))
    .map((url) => basename(url));
}

test('loads the demo code only with --demo', async () => {
  const withoutDemo = { databaseUrl: await ownDatabase(), smtpUrl: 'smtp://127.0.0.1:1' };
  const product = await loadedBy(withoutDemo);
  expect(product).toContain('server.js');
  expect(product.filter((name) => /demo|mailbox/.test(name))).toEqual([]);

  const demo = await loadedBy({ databaseUrl: await ownDatabase(), demo: true });
  expect(demo.filter((name) => /demo|mailbox/.test(name)).toSorted()).toEqual([
    expect.stringMatching(/^demo-mailbox-.+\.js$/),
    expect.stringMatching(/^fill-in-demo-.+\.js$/),
  ]);
});
