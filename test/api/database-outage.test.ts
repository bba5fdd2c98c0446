import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createInvite } from '#contract/invite/api';
import { getMe } from '#contract/account/api';
import { problemOf, signIn } from '../helpers/api-client.ts';
import type { ApiClient, RawAnswer } from '../helpers/api-client.ts';
import { openEventStream, requestEvents } from '../helpers/event-stream.ts';
import { openTestData } from '../helpers/factories.ts';
import type { Team, TestData } from '../helpers/factories.ts';
import { openMailbox } from '../helpers/mailbox.ts';
import type { Mailbox } from '../helpers/mailbox.ts';
import { execute, startPostgres } from '../helpers/postgres.ts';
import type { PostgresServer } from '../helpers/postgres.ts';
import { startBackend } from '../helpers/start-backend.ts';
import type { Backend } from '../helpers/start-backend.ts';

let postgres: PostgresServer;
let mailbox: Mailbox;
let backend: Backend;
let testData: TestData;
let team: Team;
let client: ApiClient;
let accessToken: string;

beforeAll(async () => {
  [postgres, mailbox] = await Promise.all([startPostgres(), openMailbox()]);
  await execute(postgres.url('postgres'), 'create database outage');
  backend = await startBackend({ databaseUrl: postgres.url('outage'), smtpUrl: mailbox.smtpUrl });
  testData = openTestData(postgres.url('outage'));
  team = await testData.team();
  const session = await signIn(backend.url, team.admin);
  client = session.client;
  accessToken = session.tokens.accessToken;
});

afterAll(async () => {
  await backend.stop();
  await testData.close();
  await mailbox.close();
  await postgres.remove();
});

test(
  'answers 503 without its database, keeps running and recovers by itself',
  { tags: ['guard:database-away'] },
  async () => {
    const params = { organizationId: team.organizationId };
    const stream = await openEventStream({ url: backend.url, accessToken });
    await client.call(createInvite, { params, body: { email: 'before@example.test', role: 'agent' } });
    await stream.next('invite.delivery', ({ data }) => data.invite.delivery.status === 'sent');

    await postgres.stop();
    const paths = ['/api/me', '/api/organizations', `/api/organizations/${team.organizationId}/invites`];
    for (let round = 0; round < 3; round += 1) {
      const answers = await Promise.all([
        ...paths.map((path) => client.raw({ method: 'GET', path })),
        client.raw({
          method: 'POST',
          path: paths[2] ?? '',
          body: { email: 'lost@example.test', role: 'agent' },
        }),
        client.raw({
          method: 'POST',
          path: '/api/auth/login',
          body: { email: 'a@example.test', password: 'x' },
        }),
      ]);
      for (const answer of answers) {
        expect([answer.status, problemOf(answer)]).toEqual([503, 'unavailable']);
        expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      }
    }
    expect((await requestEvents({ url: backend.url, accessToken })).status).toBe(503);
    const page = await fetch(`${backend.url}/support/invite/no-such-token`);
    expect([404, 503]).toContain(page.status);
    expect((await fetch(`${backend.url}/healthz`)).status).toBe(200);
    const ready = await fetch(`${backend.url}/readyz`);
    expect([ready.status, ready.headers.get('retry-after') !== null]).toEqual([503, true]);

    await postgres.start();
    await vi.waitFor(async () => expect((await fetch(`${backend.url}/readyz`)).status).toBe(200), 30_000);
    await vi.waitFor(async () => expect((await client.call(getMe, {})).user.id).toBe(team.admin.id), 30_000);
    const invite = await client.call(createInvite, {
      params,
      body: { email: 'after@example.test', role: 'agent' },
    });
    // The stream that was open all the while has missed nothing.
    await stream.next('invite.created', ({ data }) => data.invite.id === invite.id);
    await stream.next('invite.delivery', ({ data }) => data.invite.delivery.status === 'sent');
    await mailbox.next('after@example.test');
    expect(stream.text()).not.toContain('lost@example.test');
    stream.close();
  },
);

test(
  'replaces connections that the database closes, and loses or repeats no invite',
  { tags: ['guard:idle-connection-error'] },
  async () => {
    const params = { organizationId: team.organizationId };
    const stream = await openEventStream({ url: backend.url, accessToken });
    const acknowledged: string[] = [];
    const cuts = { made: 0, planned: 8 };
    const workers = Array.from({ length: 6 }, async (_, worker) => {
      for (let n = 0; cuts.made < cuts.planned; n += 1) {
        const email = `cut-${worker}-${n}@example.test`;
        const answer = await client.raw({
          method: 'POST',
          path: `/api/organizations/${team.organizationId}/invites`,
          body: { email, role: 'agent' },
        });
        expect([201, 503], answer.text).toContain(answer.status);
        if (answer.status === 201) acknowledged.push(email);
      }
    });
    for (; cuts.made < cuts.planned; cuts.made += 1) {
      await stream.next('invite.created');
      await execute(
        postgres.url('postgres'),
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = 'outage' and pid <> pg_backend_pid()`,
      );
    }
    await Promise.all(workers);
    const last = await vi.waitFor(
      () => client.call(createInvite, { params, body: { email: 'last@example.test', role: 'agent' } }),
      { timeout: 30_000, interval: 50 },
    );
    await stream.next('invite.created', ({ data }) => data.invite.id === last.id);
    const heard = stream.events.flatMap((event) =>
      event.type === 'invite.created' ? event.data.invite.email : [],
    );
    expect(new Set(heard).size).toBe(heard.length);
    expect(acknowledged.filter((email) => !heard.includes(email))).toEqual([]);
    const { rows } = await testData.database.pool.query<{ email: string }>(
      'select email from invites where email like $1',
      ['cut-%'],
    );
    expect(rows.map(({ email }) => email).toSorted()).toEqual(
      heard.filter((email) => email.startsWith('cut-')).toSorted(),
    );
    stream.close();
  },
);

test(
  'answers 503 with all connections taken, keeps running and recovers',
  { tags: ['guard:connection-timeout'], timeout: 120_000 },
  async () => {
    // Invites with a key have a transaction each; what is asked for one organization at once waits for its turn.
    const owner = await testData.person();
    const { client: inviter } = await signIn(backend.url, owner);
    const organizations = await Promise.all(
      Array.from({ length: 30 }, () => testData.organization({ owner })),
    );
    const locker = await testData.database.pool.connect();
    const stuck: Promise<RawAnswer>[] = [];
    try {
      await locker.query('begin; lock table invites in access exclusive mode');
      for (const { organizationId } of organizations) {
        const path = `/api/organizations/${organizationId}/invites`;
        const headers = { 'Idempotency-Key': crypto.randomUUID() };
        const body = { email: 'stuck@example.test', role: 'agent' };
        stuck.push(inviter.raw({ method: 'POST', path, body, headers }));
      }
      // None is left when the probe gets none.
      await vi.waitFor(async () => expect((await fetch(`${backend.url}/readyz`)).status).toBe(503), 30_000);
      const refused = await client.raw({ method: 'GET', path: '/api/me' });
      expect([refused.status, problemOf(refused)]).toEqual([503, 'unavailable']);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      expect((await fetch(`${backend.url}/healthz`)).status).toBe(200);
    } finally {
      await locker.query('rollback');
      locker.release();
    }
    const answers = await Promise.all(stuck);
    expect(answers.map(({ status }) => status).filter((status) => ![201, 503].includes(status))).toEqual([]);
    await vi.waitFor(async () => expect((await fetch(`${backend.url}/readyz`)).status).toBe(200), 30_000);
    expect((await client.call(getMe, {})).user.id).toBe(team.admin.id);
  },
);
