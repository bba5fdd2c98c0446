import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';
import { expect, onTestFinished, test, vi } from 'vitest';
import { listActivity } from '#contract/activity/api';
import { getInvite } from '#contract/invite/api';
import { projectFolder } from '../../scripts/setup/paths.mjs';
import { removeFolder, temporaryFolder } from '../../scripts/setup/temporary-folder.mjs';
import { signIn } from '../helpers/api-client.ts';
import { openTestData } from '../helpers/factories.ts';
import { createEmptyDatabase } from '../helpers/databases.ts';
import { schemaOf } from '../helpers/schema.ts';
import { spawnBackend, startBackend } from '../helpers/start-backend.ts';
import { openStatementProxy } from '../helpers/statement-proxy.ts';

async function emptyDatabase() {
  const database = await createEmptyDatabase();
  onTestFinished(() => database.drop());
  const proxy = await openStatementProxy(database.url);
  onTestFinished(() => proxy.close());
  return { url: database.url, proxy };
}

test('starts again after the server was killed during its first start', { timeout: 120_000 }, async () => {
  const smtpUrl = 'smtp://127.0.0.1:1';
  const whole = await emptyDatabase();
  whole.proxy.arm(undefined);
  const first = await startBackend({ databaseUrl: whole.proxy.url, smtpUrl });
  const statements = whole.proxy.count();
  await first.stop();

  // What comes after the migrations: the mail queue's own tables, and the place among the live events.
  const { url, proxy } = await emptyDatabase();
  for (let statement = 60; statement < statements; statement += Math.ceil((statements - 60) / 5)) {
    proxy.arm({ statement, when: 'unsent' });
    const { child, exited } = await spawnBackend({ databaseUrl: proxy.url, smtpUrl });
    await vi.waitFor(() => expect(proxy.count()).toBeGreaterThanOrEqual(statement), {
      timeout: 60_000,
      interval: 5,
    });
    child.kill('SIGKILL');
    await exited;
  }
  const again = await startBackend({ databaseUrl: url, smtpUrl });
  onTestFinished(async () => void (await again.stop()));
  expect((await fetch(`${again.url}/readyz`)).status).toBe(200);
  expect(await schemaOf(url)).toEqual(await schemaOf(whole.url));
});

/** The tables as an earlier release has made them. */
async function migrateTo(tag: string, client: pg.Client): Promise<void> {
  const folder = temporaryFolder('fastlinkit-migrations');
  onTestFinished(() => removeFolder(folder));
  cpSync(join(projectFolder, 'src/backend/database/migrations'), folder, { recursive: true });
  const file = join(folder, 'meta/_journal.json');
  const journal = JSON.parse(readFileSync(file, 'utf8')) as { entries: { tag: string }[] };
  const last = journal.entries.findIndex((entry) => entry.tag === tag);
  writeFileSync(file, JSON.stringify({ ...journal, entries: journal.entries.slice(0, last + 1) }));
  await migrate(drizzle(client), { migrationsFolder: folder });
}

/** Entries as release 0.1 wrote them: [type or event, subject, detail]. */
const oldActivity = [
  ['organization.created', 'Old', null],
  ['invite.created', 'p@old.test', 'agent'],
  ['member.role_changed', 'Zoë Früh <zoe@old.test>', 'agent → admin'],
  ['member.ownership_transferred', 'Zoë Früh <zoe@old.test>', 'from A <b> C <abc@old.test>'],
  ['organization.updated', 'Old', 'name, logoUrl'],
  ['subscription.changed', 'unlimited seats', 'was 5'],
  ['subscription.changed', '0 seats', 'was unlimited'],
  ['members.exported', 'members', null],
  ['invite.resent', 'p@old.test', 'words that no release wrote'],
] as const;

test('migrates the entries of an earlier release to data and keeps their sentences', async () => {
  const { url } = await emptyDatabase();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  onTestFinished(() => client.end());
  await migrateTo('0003_lists', client);
  const [organizationId, zoe, sam, inviteId, old] = ['a', 'b', 'c', 'd', 'e'].map(
    (end) => `01890000-0000-7000-8000-00000000000${end}`,
  );
  await client.query(`
    insert into organizations (id, name, description, created_at, sort_name, search)
      values ('${organizationId}', 'Old', '', now(), 'old', 'old');
    insert into organization_subscriptions (organization_id) values ('${organizationId}');
    insert into users (id, email, first_name, last_name, password_hash) values ('${zoe}', 'zoe@old.test', 'Zoë', 'Früh', 'x');
    insert into invites (id, organization_id, email, role, status, created_at, expires_at, last_sent_at, ended_at, search)
      values ('${inviteId}', '${organizationId}', 'p@old.test', 'agent', 'revoked', now(), now(), now(), now(), 'old'),
        ('${old}', '${organizationId}', 'r@old.test', 'agent', 'revoked', now(), now(), now(), now(), 'old');
  `);
  const second = (n: number) => `2026-01-01T00:00:${String(n).padStart(2, '0')}Z`;
  const addActivity = (
    n: number,
    [type, subject, detail]: readonly [string, string, string | null],
    actor: [id: string | undefined, name: string, staff: boolean] = [zoe, 'Zoë Früh', false],
  ) =>
    client.query(
      `insert into activity (id, organization_id, at, type, subject, detail, actor_id, actor_name, actor_staff, search)
        values (gen_random_uuid(), $1, $2, $3, $4, $5, $6, $7, $8, 'old')`,
      [organizationId, second(n), type, subject, detail, ...actor],
    );
  for (const [n, entry] of oldActivity.entries()) await addActivity(n, entry);
  const addToTimeline = (invite: string | undefined, n: number, event: string, detail: string | null) =>
    client.query('insert into invite_timeline (invite_id, at, event, detail) values ($1, $2, $3, $4)', [
      invite,
      second(n),
      event,
      detail,
    ]);
  await addToTimeline(inviteId, 1, 'created', 'by Zoë Früh');
  await addToTimeline(inviteId, 1, 'queued', null);
  await addToTimeline(inviteId, 20, 'failed', '550 mailbox unavailable');
  await addToTimeline(inviteId, 21, 'resent', 'by Somebody Else');
  await addToTimeline(inviteId, 22, 'revoked', 'by FastLinkIt support');
  await addActivity(22, ['invite.revoked', 'p@old.test', 'agent'], [sam, 'Sam Staff', true]);
  await addToTimeline(old, 23, 'revoked', 'Replaced by a new invite');
  await addActivity(23, ['invite.revoked', 'r@old.test', 'expired; replaced by a new invite']);

  const backend = await startBackend({ databaseUrl: url, smtpUrl: 'smtp://127.0.0.1:1' });
  onTestFinished(async () => void (await backend.stop()));
  const testData = openTestData(url);
  onTestFinished(() => testData.close());
  const { client: staff } = await signIn(backend.url, await testData.person({ staff: true }));
  const params = { organizationId: organizationId ?? '' };
  const { items } = await staff.call(listActivity, { params });
  const oldest = items.toReversed().slice(0, oldActivity.length);
  expect(oldest.map(({ type, subject, detail }) => [type, subject, detail])).toEqual(oldActivity);
  expect(oldest.map(({ code, params: values }) => [code, values])).toEqual([
    [null, {}],
    ['role', { role: 'agent' }],
    ['role_changed', { from: 'agent', to: 'admin' }],
    ['ownership_transferred', { name: 'A <b> C', email: 'abc@old.test' }],
    ['fields_changed', { fields: ['name', 'logoUrl'] }],
    ['seats_changed', { from: 5, to: null }],
    ['seats_changed', { from: null, to: 0 }],
    [null, {}],
    [null, {}],
  ]);
  expect(items.find(({ code }) => code === 'replaced_by_new_invite')).toMatchObject({
    subject: 'r@old.test',
    params: {},
    detail: 'expired; replaced by a new invite',
  });

  const timelineOf = async (id = '') => {
    const { timeline } = await staff.call(getInvite, { params: { ...params, inviteId: id } });
    return timeline.map(({ at: _at, ...entry }) => entry);
  };
  const nobody = { actor: null, code: null, params: {}, detail: null };
  const byZoe = { ...nobody, actor: { id: zoe, name: 'Zoë Früh', staff: false } };
  expect(await timelineOf(inviteId)).toEqual([
    { ...byZoe, event: 'created', detail: 'by Zoë Früh' },
    { ...nobody, event: 'queued' },
    {
      ...nobody,
      event: 'failed',
      code: 'mail_refused',
      params: { error: '550 mailbox unavailable' },
      detail: '550 mailbox unavailable',
    },
    // Nothing says who that was: the sentence is all that is known.
    { ...nobody, event: 'resent', detail: 'by Somebody Else' },
    {
      ...nobody,
      event: 'revoked',
      actor: { id: sam, name: 'Sam Staff', staff: true },
      detail: 'by FastLinkIt support',
    },
  ]);
  expect(await timelineOf(old)).toEqual([
    { ...byZoe, event: 'revoked', code: 'replaced_by_new_invite', detail: 'Replaced by a new invite' },
  ]);
});

test('removes the links that release 0.1 stored with what mail servers said, and marks its demo accounts', async () => {
  const { url } = await emptyDatabase();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  onTestFinished(() => client.end());
  await migrateTo('0006_replaced_codes', client);
  const token = 'AaIs12xjcVej1iv8v98EIAFETFny0gbQUdJJo0GC5K4BES4ybpiFzQLBGi2OjElf3A';
  const said = `550 5.7.1 URL https://help.acme.test/support/invite/${token} is listed, token ${token}`;
  const plain = '550 5.1.1 <kim@acme.test>: Recipient address rejected: User unknown';
  const [organizationId, quoted, other] = ['a', 'b', 'c'].map(
    (end) => `01890000-0000-7000-8000-00000000000${end}`,
  );
  await client.query(
    `insert into organizations (id, name, description, created_at, sort_name, search) values ($1, 'Old', '', now(), 'old', 'old')`,
    [organizationId],
  );
  for (const [id, error] of [
    [quoted, said],
    [other, plain],
  ]) {
    await client.query(
      `insert into invites (id, organization_id, email, role, created_at, expires_at, last_sent_at, delivery_status, delivery_error, search)
        values ($1, $2, $4, 'agent', now(), now() + interval '7 days', now(), 'failed', $3, 'old')`,
      [id, organizationId, error, `${id}@old.test`],
    );
    await client.query(
      `insert into invite_timeline (invite_id, at, event, code, params, detail)
        values ($1, now(), 'failed', 'mail_refused', jsonb_build_object('error', $2::text), $2)`,
      [id, error],
    );
  }
  await client.query(`insert into events (id, type, data, at) values (1, 'invite.delivery', $1, now())`, [
    JSON.stringify({ invite: { id: quoted, delivery: { status: 'failed', error: said } } }),
  ]);
  await client.query(`
    insert into users (id, email, first_name, last_name, password_hash, staff, totp_exempt) values
      (gen_random_uuid(), 'support@demo.test', 'S', 'S', 'the hash of the demo', true, true),
      (gen_random_uuid(), 'ada@demo.test', 'A', 'A', 'the hash of the demo', false, false),
      (gen_random_uuid(), 'real@old.test', 'R', 'R', 'another hash', false, false)`);

  await migrateTo('0008_trust', client);
  for (const [table, column] of [
    ['invites', 'delivery_error'],
    ['invite_timeline', 'detail'],
    ['invite_timeline', `params ->> 'error'`],
  ] as const) {
    const { rows } = await client.query<{ said: string }>(
      `select ${column} as said from ${table} order by 1`,
    );
    expect(rows.map((row) => row.said)).toEqual(
      [plain, '550 5.7.1 URL [removed] is listed, token [removed]'].toSorted(),
    );
  }
  const { rows: events } = await client.query<{ data: unknown }>('select data from events where id = 1');
  expect(events).toMatchObject([
    { data: { invite: { delivery: { error: '550 5.7.1 URL [removed] is listed, token [removed]' } } } },
  ]);
  const { rows: demo } = await client.query<{ email: string }>(
    'select email from users where demo order by 1',
  );
  expect(demo.map(({ email }) => email)).toEqual(['ada@demo.test', 'support@demo.test']);
});

test('keeps and finds the data of an earlier release', async () => {
  const { url } = await emptyDatabase();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  onTestFinished(() => client.end());
  await migrateTo('0002_delivery_failed', client);
  await client.query(`
    insert into organizations (id, name, description, created_at, sort_name, search)
      values ('01890000-0000-7000-8000-00000000000a', 'Old', '', now(), 'old', 'old');
    insert into users (id, email, first_name, last_name, password_hash)
      values ('01890000-0000-7000-8000-00000000000b', 'zoe@old.test', 'Zoë', 'Früh', 'x');
    insert into members (id, organization_id, user_id, role, joined_at, sort_name, sort_email, search)
      values ('01890000-0000-7000-8000-00000000000c', '01890000-0000-7000-8000-00000000000a',
        '01890000-0000-7000-8000-00000000000b', 'owner', now(), 'zoe fruh', 'zoe@old.test', 'zoe fruh old test');
  `);
  const backend = await startBackend({ databaseUrl: url, smtpUrl: 'smtp://127.0.0.1:1' });
  onTestFinished(async () => void (await backend.stop()));
  const testData = openTestData(url);
  onTestFinished(() => testData.close());
  const { client: staff } = await signIn(backend.url, await testData.person({ staff: true }));
  const path = '/api/organizations/01890000-0000-7000-8000-00000000000a/members';
  for (const query of ['', '?search=fruh', '?search=zoe%40old.test']) {
    const { json } = await staff.raw({ method: 'GET', path: `${path}${query}` });
    expect(json, query).toMatchObject({
      total: 1,
      items: [{ firstName: 'Zoë', lastName: 'Früh', email: 'zoe@old.test' }],
    });
  }
});

test('finds and sorts names by the letters that people type, whichever release has written them', async () => {
  const { url } = await emptyDatabase();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  onTestFinished(() => client.end());
  await migrateTo('0006_replaced_codes', client);
  const organizationId = '01890000-0000-7000-8000-00000000000a';
  await client.query(`
    insert into organizations (id, name, description, created_at, sort_name, search)
      values ('${organizationId}', 'Łódź', '', now(), 'łodz', '''łodz''')`);
  for (const table of ['organization_subscriptions', 'organization_counters']) {
    await client.query(`insert into ${table} (organization_id) values ('${organizationId}')`);
  }
  /** As the releases before wrote a member. */
  const add = async (firstName: string, folded: string) => {
    await client.query(
      `with person as (
         insert into users (id, email, first_name, last_name, password_hash)
         values (gen_random_uuid(), $2 || '@old.test', $1, 'Old', 'x') returning id)
       insert into members (id, organization_id, user_id, role, joined_at, first_name, last_name, sort_name, sort_email, search)
       select gen_random_uuid(), $3, id, 'agent', now(), $1, 'Old', $2 || ' old', $2 || '@old.test', array_to_tsvector(array[$2, 'old'])
       from person`,
      [firstName, folded, organizationId],
    );
  };
  await add('Łukasz', 'łukasz');
  await add('Zoë', 'zoe');

  const backend = await startBackend({ databaseUrl: url, smtpUrl: 'smtp://127.0.0.1:1' });
  onTestFinished(async () => void (await backend.stop()));
  // A node of the release before is still there.
  await add('Weiß', 'weiß');
  const testData = openTestData(url);
  onTestFinished(() => testData.close());
  const { client: staff } = await signIn(backend.url, await testData.person({ staff: true }));
  const names = async (path: string) => {
    const { json } = await staff.raw({ method: 'GET', path });
    return (json as { items: { firstName?: string; name?: string }[] }).items.map(
      ({ firstName, name }) => firstName ?? name,
    );
  };
  const members = `/api/organizations/${organizationId}/members`;
  expect(await names(`${members}?search=lukasz`)).toEqual(['Łukasz']);
  expect(await names(`${members}?search=weiss`)).toEqual(['Weiß']);
  expect(await names(`${members}?search=${encodeURIComponent('weiß')}`)).toEqual(['Weiß']);
  expect(await names(members)).toEqual(['Łukasz', 'Weiß', 'Zoë']);
  expect(await names('/api/organizations?search=lodz')).toEqual(['Łódź']);
});
