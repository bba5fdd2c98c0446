import pg from 'pg';
import { expect, test } from 'vitest';
import { features, release } from '#contract/version/model';
import { getVersion } from '#contract/version/api';
import { getMe } from '#contract/account/api';
import { useServer } from './use-server.ts';

const server = useServer({ nodes: 2 });

test('every answer names the release of the server', async () => {
  const paths = [
    '/api/version',
    '/api/me',
    '/api/nothing',
    '/healthz',
    '/readyz',
    '/openapi/v1.json',
    '/scalar/v1',
    '/Account/Login',
    '/nothing',
    '/%',
  ];
  for (const path of paths) {
    const { headers } = await server().anonymous.raw({ method: 'GET', path });
    expect([path, headers.get('FastLinkIt-Version')]).toEqual([path, release]);
  }
  const { accessToken = '' } = await server().as(await server().testData.person());
  const stream = await fetch(`${server().url}/api/events`, {
    headers: { Authorization: `Bearer ${accessToken}` },
  });
  expect(stream.headers.get('FastLinkIt-Version')).toBe(release);
  await stream.body?.cancel();
});

test('names its release in the ready line, the first log line, the health probe and the OpenAPI document', async () => {
  const { backend, anonymous } = server();
  expect(backend.ready.version).toBe(release);
  expect(backend.log()[0]).toMatchObject({ version: release });
  expect((await anonymous.raw({ method: 'GET', path: '/healthz' })).json).toMatchObject({ version: release });
  expect((await anonymous.raw({ method: 'GET', path: '/openapi/v1.json' })).json).toMatchObject({
    info: { version: release },
  });
});

test('says without a sign-in which release it is and which app it needs', async () => {
  const [major = 0, minor = 0] = release.split('.').map(Number);
  expect(await server().anonymous.call(getVersion, {})).toMatchObject({
    version: release,
    // That of two minor releases ago.
    minimumApp: `${major}.${Math.max(0, minor - 2)}.0`,
  });
});

test('serves an app of its own release, one that does not name its release, and a script', async () => {
  const client = await server().as(await server().testData.person());
  const callers: Record<string, string>[] = [
    { 'FastLinkIt-App': release },
    { 'FastLinkIt-App': 'unreadable' },
    { 'User-Agent': 'FastLinkIt-Admin/0.1.0 (Linux)' },
    { 'User-Agent': 'curl/8' },
    {},
  ];
  for (const headers of callers) {
    expect((await client.raw({ method: 'GET', path: '/api/me', headers })).status).toBe(200);
  }
  expect((await client.call(getMe, {})).user.email).toContain('@');
});

test('registers each running server in the database, and removes it when it stops', async () => {
  const { pool } = server().testData.database;
  const { rows } = await pool.query<{ version: string }>('select version from nodes');
  expect(rows).toEqual([{ version: release }, { version: release }]);
  await server().node(1).stop();
  expect((await pool.query('select from nodes')).rowCount).toBe(1);
});

test('names a feature only while every server on its database has it', async () => {
  const { anonymous, databaseUrl } = server();
  const named = async () => (await anonymous.call(getVersion, {})).features;
  expect(await named()).toEqual([...features]);
  expect(features.length).toBeGreaterThan(0);
  // What a server of release 0.1.0 shows of itself: its connection for live events.
  const old = new pg.Client({ connectionString: databaseUrl, application_name: 'fastlinkit events' });
  await old.connect();
  await expect.poll(named, { timeout: 60_000 }).toEqual([]);
  await old.end();
  await expect.poll(named, { timeout: 60_000 }).toEqual([...features]);
});
