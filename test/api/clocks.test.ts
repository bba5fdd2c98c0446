import { afterAll, beforeAll, expect, test } from 'vitest';
import { createInvite, getInvite, inviteLifetimeMs, listInvites } from '#contract/invite';
import { getSeats } from '#contract/seat';
import { me, refresh } from '#contract/session';
import { createApiClient, signIn } from '../support/api-client.ts';
import { environmentWithClock } from '../support/faketime.ts';
import { linkIn } from '../support/mailbox.ts';
import { startBackend, type Backend } from '../support/start-backend.ts';
import { createWebClient } from '../support/web-client.ts';
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
  const { world, mailbox } = server();
  const team = await world.team();
  const client = await server().as(team.admin);
  const params = { organizationId: team.organizationId };
  const { id } = await client.call(createInvite, { params, body: { email, role: 'agent' } });
  const path = new URL(linkIn(await mailbox.next(email))).pathname;
  await world.age(id, inviteLifetimeMs - leftMs);
  return {
    path,
    params,
    inviteId: id,
    token: client.accessToken,
    at: (node: Backend) => createApiClient(node.url, client.accessToken),
  };
}

const newcomer = { firstName: 'Nina', lastName: 'New', password: 'a long enough password' };

test('an invite lives until the database says that it has expired, on a node whose clock is ahead too', async () => {
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
});

test('an invite that the database says has expired is dead on a node whose clock is behind too', async () => {
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
});

test('an access token is good for a minute more where clocks differ, and no longer', async () => {
  const person = await server().world.person();
  const { client } = await signIn(server().url, person);
  const known = (node: Backend) =>
    createApiClient(node.url, client.accessToken).raw({ method: 'GET', path: '/api/me' });
  expect((await known(nodes.behind)).status).toBe(200);
  expect((await known(nodes.ahead)).status).toBe(200);
  // A quarter of an hour and half a minute, or a minute and a half.
  expect((await known(nodes.late)).status).toBe(200);
  expect((await known(nodes.tooLate)).status).toBe(401);
});

test('a session that is refreshed on nodes whose clocks differ is nobody’s copy', async () => {
  const person = await server().world.person();
  const order = [nodes.ahead, nodes.behind, server().backend, nodes.late, nodes.behind, nodes.ahead];
  let { tokens } = await signIn(nodes.behind.url, person);
  for (const node of order) {
    const spent = { body: { refreshToken: tokens.refreshToken } };
    tokens = await createApiClient(node.url).call(refresh, spent);
    // The answer was lost, and another node is asked.
    for (const other of Object.values(nodes)) {
      const again = await createApiClient(other.url).call(refresh, spent);
      expect(again.refreshToken).toBe(tokens.refreshToken);
    }
  }
  const { accessToken } = tokens;
  expect((await createApiClient(nodes.ahead.url, accessToken).call(me, {})).user.id).toBe(person.id);
});
