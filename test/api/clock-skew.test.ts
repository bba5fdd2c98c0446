import { afterAll, beforeAll, expect, test } from 'vitest';
import { createInvite, getInvite, listInvites } from '#contract/invite/api';
import { inviteLifetimeMs } from '#contract/invite/model';
import { getSeats } from '#contract/seat/api';
import { getMe } from '#contract/account/api';
import { refreshSession } from '#contract/session/api';
import { createApiClient, signIn } from '../helpers/api-client.ts';
import { environmentWithClock } from '../helpers/faketime.ts';
import { linkIn } from '../helpers/mailbox.ts';
import { startBackend } from '../helpers/start-backend.ts';
import type { Backend } from '../helpers/start-backend.ts';
import { createWebClient } from '../helpers/web-client.ts';
import { useServer } from './use-server.ts';

// The first node's clock is right; the others are on the same database.
const server = useServer();
const offsets = { ahead: '+50s', behind: '-50s', late: '+930s', tooLate: '+990s' };
let nodes: Record<keyof typeof offsets, Backend>;

beforeAll(async () => {
  const { databaseUrl, mailbox } = server();
  const start = (offset: string) =>
    startBackend({ databaseUrl, smtpUrl: mailbox.smtpUrl, environment: environmentWithClock(offset) });
  nodes = {
    ahead: await start(offsets.ahead),
    behind: await start(offsets.behind),
    late: await start(offsets.late),
    tooLate: await start(offsets.tooLate),
  };
});
afterAll(async () => void (await Promise.all(Object.values(nodes).map((node) => node.stop()))));

/** An invite with so long to go, by the database's clock. */
async function invited(email: string, leftMs: number) {
  const { testData, mailbox } = server();
  const team = await testData.team();
  const client = await server().as(team.admin);
  const params = { organizationId: team.organizationId };
  const { id } = await client.call(createInvite, { params, body: { email, role: 'agent' } });
  const path = new URL(linkIn(await mailbox.next(email))).pathname;
  await testData.age(id, inviteLifetimeMs - leftMs);
  return {
    path,
    params,
    inviteId: id,
    token: client.accessToken,
    at: (node: Backend) => createApiClient(node.url, client.accessToken),
  };
}

const newcomer = { firstName: 'Nina', lastName: 'New', password: 'a long enough password' };

test(
  "keeps an invite valid until the database's expiry on a node whose clock is ahead",
  { tags: ['guard:link-database-clock'] },
  async () => {
    const { path, params, inviteId, at } = await invited('ahead@example.test', 40_000);
    const client = at(nodes.ahead);
    expect(await client.call(getInvite, { params: { ...params, inviteId } })).toMatchObject({
      status: 'pending',
    });
    const { items } = await client.call(listInvites, { params, query: { status: 'pending' } });
    expect(items).toMatchObject([{ id: inviteId, status: 'pending' }]);
    expect(await client.call(getSeats, { params })).toMatchObject({ pendingInvites: 1 });
    const web = createWebClient(nodes.ahead.url);
    expect((await web.get(path)).status).toBe(200);
    expect((await web.post(`${path}/register`, newcomer)).status).toBe(303);
    expect(await client.call(getInvite, { params: { ...params, inviteId } })).toMatchObject({
      status: 'accepted',
    });
  },
);

test(
  "expires an invite by the database's clock on a node whose clock is behind",
  { tags: ['guard:list-database-clock'] },
  async () => {
    const { path, params, inviteId, at } = await invited('behind@example.test', -5_000);
    const client = at(nodes.behind);
    expect(await client.call(getInvite, { params: { ...params, inviteId } })).toMatchObject({
      status: 'expired',
    });
    const { items } = await client.call(listInvites, { params, query: { status: 'open' } });
    expect(items).toMatchObject([{ id: inviteId, status: 'expired' }]);
    expect(await client.call(getSeats, { params })).toMatchObject({ pendingInvites: 0 });
    const web = createWebClient(nodes.behind.url);
    expect((await web.get(path)).status).toBe(410);
    expect((await web.post(`${path}/register`, newcomer)).status).toBe(410);
    expect(await client.call(getInvite, { params: { ...params, inviteId } })).toMatchObject({
      status: 'expired',
    });
  },
);

test('accepts an access token for one more minute on nodes with different clocks, and no longer', async () => {
  const person = await server().testData.person();
  const { client } = await signIn(server().url, person);
  const known = (node: Backend) =>
    createApiClient(node.url, client.accessToken).raw({ method: 'GET', path: '/api/me' });
  expect((await known(nodes.behind)).status).toBe(200);
  expect((await known(nodes.ahead)).status).toBe(200);
  // A quarter of an hour and half a minute, or a minute and a half.
  expect((await known(nodes.late)).status).toBe(200);
  expect((await known(nodes.tooLate)).status).toBe(401);
});

test('does not report token reuse when nodes with different clocks refresh a session', async () => {
  const person = await server().testData.person();
  const order = [nodes.ahead, nodes.behind, server().backend, nodes.late, nodes.behind, nodes.ahead];
  let { tokens } = await signIn(nodes.behind.url, person);
  for (const node of order) {
    const spent = { body: { refreshToken: tokens.refreshToken } };
    tokens = await createApiClient(node.url).call(refreshSession, spent);
    // The answer was lost, and another node is asked.
    for (const other of Object.values(nodes)) {
      const again = await createApiClient(other.url).call(refreshSession, spent);
      expect(again.refreshToken).toBe(tokens.refreshToken);
    }
  }
  const { accessToken } = tokens;
  expect((await createApiClient(nodes.ahead.url, accessToken).call(getMe, {})).user.id).toBe(person.id);
});
