import { expect, test } from 'vitest';
import { createInvite, bulkInvite, listInvites, resendInvite, revokeInvite } from '#contract/invite/api';
import { getSeats } from '#contract/seat/api';
import { createApiClient, Refused } from '../helpers/api-client.ts';
import { useServer } from './use-server.ts';

// Two backend processes on one database: what decides a race must be in the database.
const server = useServer({ nodes: 2 });
const weekMs = 7 * 24 * 60 * 60 * 1000;

async function onBothNodes(person: Parameters<ReturnType<typeof server>['as']>[0]) {
  const { accessToken } = await server().as(person);
  const clients = [0, 1].map((node) => createApiClient(server().node(node).url, accessToken));
  return (n: number) => {
    const client = clients[n % clients.length];
    if (!client) throw new Error('no such node');
    return client;
  };
}

function codesOf(results: PromiseSettledResult<unknown>[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const result of results) {
    const code =
      result.status === 'fulfilled'
        ? 'done'
        : result.reason instanceof Refused
          ? result.reason.problem.code
          : String(result.reason);
    counts[code] = (counts[code] ?? 0) + 1;
  }
  return counts;
}

test.each([1, 7, 20])(
  'creates exactly %i of sixty concurrent invites when that many seats are free',
  async (free) => {
    const { testData } = server();
    const team = await testData.team({ maxSeats: 3 + free });
    const client = await onBothNodes(team.admin);
    const params = { organizationId: team.organizationId };
    const results = await Promise.allSettled(
      Array.from({ length: 60 }, (_, n) =>
        client(n).call(createInvite, { params, body: { email: `racer-${n}@example.test`, role: 'agent' } }),
      ),
    );
    expect(codesOf(results)).toEqual({ done: free, seat_limit_reached: 60 - free });
    expect(await client(0).call(getSeats, { params })).toEqual({
      maxSeats: 3 + free,
      members: 3,
      pendingInvites: free,
      used: 3 + free,
      available: 0,
    });
    expect((await client(1).call(listInvites, { params, query: { status: 'all' } })).total).toBe(free);
  },
);

test('creates one invite and one email for sixty concurrent invites to one address', async () => {
  const { testData, mailbox } = server();
  const team = await testData.team({ maxSeats: 100 });
  const client = await onBothNodes(team.owner);
  const params = { organizationId: team.organizationId };
  const results = await Promise.allSettled(
    Array.from({ length: 60 }, (_, n) =>
      client(n).call(createInvite, { params, body: { email: 'only-one@example.test', role: 'agent' } }),
    ),
  );
  expect(codesOf(results)).toEqual({ done: 1, invite_already_pending: 59 });
  await mailbox.next('only-one@example.test');
  expect(mailbox.to('only-one@example.test')).toHaveLength(1);
});

test('stays within the seat limit when expired invites are resent while others are sent', async () => {
  const { testData } = server();
  const team = await testData.team({ maxSeats: 8 });
  const client = await onBothNodes(team.admin);
  const params = { organizationId: team.organizationId };
  const { results } = await client(0).call(bulkInvite, {
    params,
    body: { invites: [1, 2, 3, 4, 5].map((n) => ({ email: `old-${n}@example.test`, role: 'agent' })) },
  });
  const inviteIds = results.flatMap(({ inviteId }) => inviteId ?? []);
  await Promise.all(inviteIds.map((inviteId) => testData.age(inviteId, weekMs)));
  const answers = await Promise.allSettled([
    ...inviteIds.map((inviteId, n) => client(n).call(resendInvite, { params: { ...params, inviteId } })),
    ...Array.from({ length: 10 }, (_, n) =>
      client(n).call(createInvite, { params, body: { email: `new-${n}@example.test`, role: 'agent' } }),
    ),
  ]);
  expect(codesOf(answers)).toEqual({ done: 5, seat_limit_reached: 10 });
  expect(await client(1).call(getSeats, { params })).toMatchObject({ used: 8, available: 0 });
});

test('counts seats correctly when they are freed and taken concurrently', async () => {
  const { testData } = server();
  const team = await testData.team({ maxSeats: 13 });
  const client = await onBothNodes(team.admin);
  const params = { organizationId: team.organizationId };
  const { results } = await client(0).call(bulkInvite, {
    params,
    body: {
      invites: Array.from({ length: 10 }, (_, n) => ({ email: `out-${n}@example.test`, role: 'agent' })),
    },
  });
  const inviteIds = results.flatMap(({ inviteId }) => inviteId ?? []);
  const [revoked, invited] = await Promise.all([
    Promise.allSettled(
      inviteIds.map((inviteId, n) => client(n).call(revokeInvite, { params: { ...params, inviteId } })),
    ),
    Promise.allSettled(
      Array.from({ length: 20 }, (_, n) =>
        client(n + 1).call(createInvite, { params, body: { email: `in-${n}@example.test`, role: 'agent' } }),
      ),
    ),
  ]);
  expect(codesOf(revoked)).toEqual({ done: 10 });
  const codes = codesOf(invited);
  const done = codes['done'] ?? 0;
  expect(done + (codes['seat_limit_reached'] ?? 0)).toBe(20);
  expect(done).toBeLessThanOrEqual(10);
  expect(await client(1).call(getSeats, { params })).toMatchObject({ members: 3, pendingInvites: done });
});
