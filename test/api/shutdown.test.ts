import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createInvite, bulkInvite } from '#contract/invite/api';
import { getSeats } from '#contract/seat/api';
import { createApiClient } from '../helpers/api-client.ts';
import { openEventStream, requestEvents } from '../helpers/event-stream.ts';
import { openFaultyProxy } from '../helpers/faulty-proxy.ts';
import { startBackend } from '../helpers/start-backend.ts';
import { startServer } from './use-server.ts';

/** A server of this test's own: it is going to end. */
async function ownServer(nodes: number) {
  const server = await startServer({ nodes });
  onTestFinished(() => server.stop());
  const team = await server.testData.team();
  const { accessToken = '' } = await server.as(team.admin);
  const client = (node: number) => createApiClient(server.node(node).url, accessToken);
  return { server, team, accessToken, client, params: { organizationId: team.organizationId } };
}

test('announces a shutdown to streams on SIGTERM, rejects new ones and exits with 0', async () => {
  const { server, team, accessToken } = await ownServer(1);
  const streams = [
    await server.listen(team.admin),
    await server.listen(team.agent, { organizationId: team.organizationId }),
  ];
  const before = Date.now();
  server.backend.signal('SIGTERM');
  for (const stream of streams) await stream.next('session.paused');
  const refused = await requestEvents({ url: server.url, accessToken }).then(
    ({ status, headers }) => [status, headers.get('retry-after') !== null],
    () => 'the port is closed',
  );
  expect([[503, true], 'the port is closed']).toContainEqual(refused);
  const exit = await server.backend.exited;
  expect([exit.code, exit.signal]).toEqual([0, null]);
  // Promise 42.
  expect(Date.now() - before).toBeLessThan(10_000);
  for (const stream of streams) {
    await stream.ended;
    expect(stream.events.map(({ type }) => type)).toEqual(['session.paused']);
    expect(stream.events[0]?.id).toBeUndefined();
  }
  await expect(fetch(`${server.url}/healthz`)).rejects.toThrow('fetch failed');
});

test(
  'answers 503 on /readyz after SIGTERM before the port is closed',
  { tags: ['guard:readyz-first'] },
  async () => {
    const { server } = await ownServer(1);
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
    server.backend.signal('SIGTERM');
    await server.backend.logLine(({ msg }) => msg === 'leaving');
    const asked = ['/readyz', '/healthz'].map((path) => fetch(`${server.url}${path}`));
    expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([503, 200]);
    expect((await server.backend.exited).code).toBe(0);
  },
);

test(
  'shuts down in time on SIGTERM despite a stream that is not read and an unfinished request',
  { tags: ['guard:endless-requests'] },
  async () => {
    const { server, team, accessToken, client, params } = await ownServer(1);
    const proxy = await openFaultyProxy(() => Number(new URL(server.url).port));
    onTestFinished(() => proxy.close());
    const stream = await openEventStream({ url: proxy.url, accessToken });
    proxy.hold(true);
    const invites = Array.from({ length: 500 }, (_, n) => ({
      email: `unread-${n}@example.test`,
      role: 'agent',
    }));
    await client(0).call(bulkInvite, { params, body: { invites } });
    const unfinished = connect(Number(new URL(server.url).port), '127.0.0.1').on('error', () => undefined);
    unfinished.write(
      `POST /api/organizations/${team.organizationId}/invites HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n`,
    );
    await once(unfinished, 'connect');
    const before = Date.now();
    server.backend.signal('SIGTERM');
    expect((await server.backend.exited).code).toBe(0);
    // Promise 42.
    expect(Date.now() - before).toBeLessThan(10_000);
    // In order, and not because its time was up.
    expect(server.backend.output()).not.toContain('not everything has ended in time');
    unfinished.destroy();
    stream.close();
  },
);

test('completes a running request on SIGTERM and delivers its events on the other node', async () => {
  const { server, team, client, params } = await ownServer(2);
  const stream = await server.listen(team.owner, { node: 1 });
  const invites = Array.from({ length: 800 }, (_, n) => ({ email: `late-${n}@example.test`, role: 'agent' }));
  const answer = client(0).call(bulkInvite, { params, body: { invites } });
  await vi.waitFor(
    async () => {
      const { rows } = await server.testData.database.pool.query(
        `select from pg_stat_activity where application_name = 'fastlinkit' and state <> 'idle' and datname = current_database() and query ilike '%invites%' and pid <> pg_backend_pid()`,
      );
      expect(rows.length).toBeGreaterThan(0);
    },
    { timeout: 30_000, interval: 2 },
  );
  server.node(0).signal('SIGTERM');
  const { results } = await answer;
  expect(results.every(({ outcome }) => outcome === 'invited')).toBe(true);
  for (let n = 0; n < 800; n += 1) await stream.next('invite.created');
  expect((await server.node(0).exited).code).toBe(0);
});

test('resumes a paused stream on another node without missing an event', async () => {
  const { server, team, client, params } = await ownServer(2);
  const first = await server.listen(team.admin, { node: 0 });
  await client(1).call(createInvite, { params, body: { email: 'one@example.test', role: 'agent' } });
  await first.next('invite.created');
  server.node(0).signal('SIGTERM');
  await first.ended;
  await client(1).call(createInvite, { params, body: { email: 'two@example.test', role: 'agent' } });
  const second = await server.listen(team.admin, { node: 1, lastEventId: first.lastEventId() });
  await second.next('invite.created', ({ data }) => data.invite.email === 'two@example.test');
  const heard = [...first.events, ...second.events].flatMap((event) =>
    event.type === 'invite.created' ? event.data.invite.email : [],
  );
  expect(heard).toEqual(['one@example.test', 'two@example.test']);
});

test('keeps acknowledged invites after SIGKILL and delivers their events on the other node', async () => {
  const { server, team, client, params } = await ownServer(2);
  const [dies, lives] = [
    await server.listen(team.owner, { node: 0 }),
    await server.listen(team.owner, { node: 1 }),
  ];
  const acknowledged: string[] = [];
  const work = Array.from({ length: 8 }, async (_, worker) => {
    for (let n = 0; ; n += 1) {
      const email = `kill-${worker}-${n}@example.test`;
      try {
        await client(0).call(createInvite, { params, body: { email, role: 'agent' } });
        acknowledged.push(email);
      } catch {
        return;
      }
    }
  });
  for (let n = 0; n < 20; n += 1) await dies.next('invite.created');
  server.node(0).signal('SIGKILL');
  await dies.ended;
  await Promise.all(work);
  const waiting = new Set(acknowledged);
  expect(waiting.size).toBeGreaterThanOrEqual(20);
  while (waiting.size > 0) waiting.delete((await lives.next('invite.created')).data.invite.email);
  const { rows } = await server.testData.database.pool.query<{ count: number }>(
    'select count(*)::int from invites where email = any($1)',
    [acknowledged],
  );
  expect(rows[0]?.count).toBe(acknowledged.length);
  expect((await client(1).call(getSeats, { params })).pendingInvites).toBeGreaterThanOrEqual(
    acknowledged.length,
  );
});

test('resumes streams after a restart on the same database', async () => {
  const { server, team, accessToken, client, params } = await ownServer(1);
  const first = await server.listen(team.admin);
  const lastEventId = first.lastEventId();
  await client(0).call(createInvite, { params, body: { email: 'missed@example.test', role: 'agent' } });
  await server.backend.stop();
  const again = await startBackend({ databaseUrl: server.databaseUrl, smtpUrl: server.mailbox.smtpUrl });
  onTestFinished(async () => void (await again.stop()));
  const second = await openEventStream({ url: again.url, accessToken, lastEventId });
  expect((await second.next('invite.created')).data.invite.email).toBe('missed@example.test');
  expect(second.events.map(({ type }) => type)).not.toContain('reset');
  second.close();
});
