import { expect, test } from 'vitest';
import { createInvite } from '#contract/invite/api';
import { inviteLifetimeMs } from '#contract/invite/model';
import { changeMemberRole, removeMember } from '#contract/member/api';
import { signOut } from '#contract/session/api';
import { createApiClient, signIn } from '../helpers/api-client.ts';
import { openEventStream } from '../helpers/event-stream.ts';
import type { EventStreamReader } from '../helpers/event-stream.ts';
import { useServer } from './use-server.ts';

// Two backend processes on one database: events reach the listeners of both, whichever made the change.
const server = useServer({ nodes: 2 });
/** How often a node looks for events whose notification was lost. */
const sweepMs = 5_000;

async function team() {
  const made = await server().testData.team();
  const { accessToken } = await server().as(made.admin);
  const [one, two] = [0, 1].map((node) => createApiClient(server().node(node).url, accessToken));
  if (!one || !two) throw new Error('two nodes are needed');
  return { ...made, params: { organizationId: made.organizationId }, one, two };
}

const createdIn = (stream: EventStreamReader) =>
  stream.events.flatMap((event) => (event.type === 'invite.created' ? event.data.invite.email : []));

test('delivers an event to the streams of both nodes in the same order, before the periodic sweep', async () => {
  const { owner, params, one, two } = await team();
  const streams = [await server().listen(owner, { node: 0 }), await server().listen(owner, { node: 1 })];
  const latencies: Record<'one' | 'two', number[]> = { one: [], two: [] };
  for (let n = 0; n < 10; n += 1) {
    const [node, client] = n % 2 === 0 ? (['one', one] as const) : (['two', two] as const);
    const email = `n-${n}@example.test`;
    const before = Date.now();
    await client.call(createInvite, { params, body: { email, role: 'agent' } });
    for (const stream of streams)
      await stream.next('invite.created', ({ data }) => data.invite.email === email);
    latencies[node].push(Date.now() - before);
  }
  // An event whose notification is lost waits for a sweep, and the next one for the whole time between two. The fastest
  // is compared, because any single one may be slow on a busy machine.
  for (const [node, [_first, ...later]] of Object.entries(latencies))
    expect(Math.min(...later), node).toBeLessThan(sweepMs / 2);
  const [first, second] = streams.map((stream) => stream.events.map(({ id, type }) => [id, type]));
  const shared = Math.min(first?.length ?? 0, second?.length ?? 0);
  expect(shared).toBeGreaterThanOrEqual(20);
  expect(first?.slice(0, shared)).toEqual(second?.slice(0, shared));
});

test('delivers concurrent invites of both nodes once to every stream in the order of their ids', async () => {
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

test('resumes on one node a stream that was dropped on the other', async () => {
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

test('announces an expiry once although both nodes look for it', async () => {
  const { owner, params, one, organizationId } = await team();
  const stream = await server().listen(owner, { organizationId });
  const invites = await Promise.all(
    ['e-1', 'e-2', 'e-3'].map((name) =>
      one.call(createInvite, { params, body: { email: `${name}@example.test`, role: 'agent' } }),
    ),
  );
  await Promise.all(invites.map(({ id }) => server().testData.age(id, inviteLifetimeMs)));
  for (let n = 0; n < 3; n += 1) await stream.next('invite.expired');
  await one.call(createInvite, { params, body: { email: 'e-last@example.test', role: 'agent' } });
  await stream.next('invite.created', ({ data }) => data.invite.email === 'e-last@example.test');
  const expired = stream.events.flatMap((event) =>
    event.type === 'invite.expired' ? event.data.invite.id : [],
  );
  expect(expired.toSorted()).toEqual(invites.map(({ id }) => id).toSorted());
});

test('applies a removal, a new role and the end of a session to streams of the other node', async () => {
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
  await one.call(signOut, { body: { refreshToken: session.tokens.refreshToken } });
  await ends.ended;
  // Each of the four steps but the first would wait for a whole sweep if its notification were lost.
  expect(Date.now() - before).toBeLessThan(3 * sweepMs);
  expect(admin.id).not.toBe(agent.id);
});
