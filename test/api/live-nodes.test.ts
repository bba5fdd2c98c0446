import { expect, test } from 'vitest';
import { createInvite, inviteLifetimeMs } from '#contract/invite';
import { changeMemberRole, removeMember } from '#contract/member';
import { logout } from '#contract/session';
import { createApiClient, signIn } from '../support/api-client.ts';
import { openEventStream, type EventStreamReader } from '../support/event-stream.ts';
import { useServer } from './use-server.ts';

// Two backend processes on one database: events reach the listeners of both, whichever made the change.
const server = useServer({ nodes: 2 });

async function team() {
  const made = await server().world.team();
  const { accessToken } = await server().as(made.admin);
  const [one, two] = [0, 1].map((node) => createApiClient(server().node(node).url, accessToken));
  if (!one || !two) throw new Error('two nodes are needed');
  return { ...made, params: { organizationId: made.organizationId }, one, two };
}

const createdIn = (stream: EventStreamReader) =>
  stream.events.flatMap((event) => (event.type === 'invite.created' ? event.data.invite.email : []));

test('an event made on one node is heard on both, at once and in the same order', async () => {
  const { owner, params, one, two } = await team();
  const streams = [await server().listen(owner, { node: 0 }), await server().listen(owner, { node: 1 })];
  const before = Date.now();
  for (let n = 0; n < 10; n += 1) {
    const client = n % 2 === 0 ? one : two;
    await client.call(createInvite, { params, body: { email: `n-${n}@example.test`, role: 'agent' } });
  }
  for (const stream of streams) {
    await stream.next('invite.created', ({ data }) => data.invite.email === 'n-9@example.test');
  }
  // Well within the sweep that would find events whose notification was lost.
  expect(Date.now() - before).toBeLessThan(4_000);
  const [first, second] = streams.map((stream) => stream.events.map(({ id, type }) => [id, type]));
  const shared = Math.min(first?.length ?? 0, second?.length ?? 0);
  expect(shared).toBeGreaterThanOrEqual(20);
  expect(first?.slice(0, shared)).toEqual(second?.slice(0, shared));
});

test('invites sent on both nodes at once come to every listener once, in the order of their ids', async () => {
  const { owner, params, one, two } = await team();
  const streams = [await server().listen(owner, { node: 0 }), await server().listen(owner, { node: 1 })];
  const count = 60;
  await Promise.all(
    Array.from({ length: count }, (_, n) =>
      (n % 2 === 0 ? one : two).call(createInvite, {
        params,
        body: { email: `p-${n}@example.test`, role: 'agent' },
      }),
    ),
  );
  for (const stream of streams) {
    for (let n = 0; n < count; n += 1) await stream.next('invite.created');
    expect(new Set(createdIn(stream)).size).toBe(count);
    const ids = stream.events.map(({ id }) => BigInt(id ?? '-1'));
    expect(ids).toEqual([...new Set(ids)].toSorted((a, b) => (a < b ? -1 : 1)));
  }
});

test('a stream that is dropped on one node resumes on the other', async () => {
  const { owner, params, one } = await team();
  const invite = (email: string) => one.call(createInvite, { params, body: { email, role: 'agent' } });
  const heard: string[] = [];
  let lastEventId: string | undefined;
  for (let round = 0; round < 8; round += 1) {
    const stream = await server().listen(owner, {
      node: round % 2,
      organizationId: params.organizationId,
      lastEventId,
    });
    await invite(`hop-${round}@example.test`);
    await stream.next('invite.created', ({ data }) => data.invite.email === `hop-${round}@example.test`);
    stream.close();
    await stream.ended;
    expect(stream.events.map(({ type }) => type)).not.toContain('reset');
    heard.push(...createdIn(stream));
    lastEventId = stream.lastEventId() ?? lastEventId;
    await invite(`gap-${round}@example.test`);
  }
  const last = await server().listen(owner, { organizationId: params.organizationId, lastEventId });
  await last.next('invite.created', ({ data }) => data.invite.email === 'gap-7@example.test');
  heard.push(...createdIn(last));
  expect(heard).toEqual(
    Array.from({ length: 8 }, (_, n) => [`hop-${n}@example.test`, `gap-${n}@example.test`]).flat(),
  );
});

test('an expiry is announced once, though both nodes look', async () => {
  const { owner, params, one, organizationId } = await team();
  const stream = await server().listen(owner, { organizationId });
  const invites = await Promise.all(
    ['e-1', 'e-2', 'e-3'].map((name) =>
      one.call(createInvite, { params, body: { email: `${name}@example.test`, role: 'agent' } }),
    ),
  );
  await Promise.all(invites.map(({ id }) => server().world.age(id, inviteLifetimeMs)));
  for (let n = 0; n < 3; n += 1) await stream.next('invite.expired');
  await one.call(createInvite, { params, body: { email: 'e-last@example.test', role: 'agent' } });
  await stream.next('invite.created', ({ data }) => data.invite.email === 'e-last@example.test');
  const expired = stream.events.flatMap((event) =>
    event.type === 'invite.expired' ? event.data.invite.id : [],
  );
  expect(expired.toSorted()).toEqual(invites.map(({ id }) => id).toSorted());
});

test('a removal, a new role and the end of a session reach the streams of the other node', async () => {
  const { owner, agent, admin, params, one, organizationId } = await team();
  const [narrow, promoted] = [
    await server().listen(agent, { node: 1, organizationId }),
    await server().listen(agent, { node: 1 }),
  ];
  const session = await signIn(server().url, owner);
  const ends = await openEventStream({ url: server().node(1).url, accessToken: session.tokens.accessToken });
  const before = Date.now();
  await one.call(changeMemberRole, {
    params: { ...params, memberId: agent.memberId },
    body: { role: 'admin' },
  });
  await promoted.next('member.role_changed');
  await one.call(createInvite, { params, body: { email: 'seen@example.test', role: 'agent' } });
  await promoted.next('invite.created');
  await one.call(removeMember, { params: { ...params, memberId: agent.memberId } });
  await narrow.ended;
  await promoted.next('member.removed');
  await one.call(logout, { body: { refreshToken: session.tokens.refreshToken } });
  await ends.ended;
  expect(Date.now() - before).toBeLessThan(5_000);
  expect(admin.id).not.toBe(agent.id);
});
