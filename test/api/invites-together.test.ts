import { expect, test } from 'vitest';
import { createInvite, listInvites } from '#contract/invite/api';
import { createApiClient, Refused } from '../helpers/api-client.ts';
import type { Person } from '../helpers/factories.ts';
import { useServer } from './use-server.ts';
import { withSeatLock } from './with-seat-lock.ts';

// Invites that are asked for at once share transactions, whichever organizations they are of.
const sendsPerDay = 8;
const server = useServer({ nodes: 2, environment: { FASTLINKIT_SENDS_PER_DAY: String(sendsPerDay) } });

/** So many organizations of one owner. */
async function organizationsOf(owner: Person, count: number): Promise<string[]> {
  const organizations = await Promise.all(
    Array.from({ length: count }, () => server().testData.organization({ owner })),
  );
  return organizations.map(({ organizationId }) => organizationId);
}

const invitation = (n: number | string) => ({ email: `together-${n}@example.test`, role: 'agent' }) as const;

test('does not let an organization wait for another one whose seats are locked', async () => {
  const { testData } = server();
  const owner = await testData.person();
  const [locked = '', ...others] = await organizationsOf(owner, 4);
  const client = await server().as(owner);
  const inviteTo = (organizationId: string, n: number | string) =>
    client.call(createInvite, { params: { organizationId }, body: invitation(n) });
  let waiting: ReturnType<typeof inviteTo>[] = [];

  await withSeatLock(testData, locked, async (waitFor) => {
    waiting = ['first', 'second', 'third'].map((n) => inviteTo(locked, n));
    await waitFor(1);
    const elsewhere = await Promise.all(others.map((organizationId, n) => inviteTo(organizationId, n)));
    expect(elsewhere.map(({ organizationId }) => organizationId)).toEqual(others);
    expect((await client.call(listInvites, { params: { organizationId: locked } })).total).toBe(0);
  });
  expect((await Promise.all(waiting)).map(({ organizationId, status }) => [organizationId, status])).toEqual(
    waiting.map(() => [locked, 'pending']),
  );
});

test('does not let a person above the limit who invites in many organizations on two nodes at once', async () => {
  const owner = await server().testData.person();
  const organizationIds = await organizationsOf(owner, 2 * sendsPerDay);
  const { accessToken } = await server().as(owner);
  const results = await Promise.allSettled(
    organizationIds.map((organizationId, n) =>
      createApiClient(server().node(n % 2).url, accessToken).call(createInvite, {
        params: { organizationId },
        body: invitation(`limited-${n}`),
      }),
    ),
  );
  const invited = results.filter(({ status }) => status === 'fulfilled');
  const refusals = results.flatMap((result) =>
    result.status === 'rejected' && result.reason instanceof Refused ? [result.reason.problem.code] : [],
  );
  expect(invited).toHaveLength(sendsPerDay);
  expect(refusals).toEqual(Array.from({ length: sendsPerDay }, () => 'rate_limited'));
});

test('decides on each invite of a shared transaction by itself', async () => {
  const { testData } = server();
  const owner = await testData.person();
  const [open = '', full = ''] = await organizationsOf(owner, 2);
  await testData.database.pool.query(
    'update organization_subscriptions set max_seats = 1 where organization_id = $1',
    [full],
  );
  const client = await server().as(owner);
  const results = await Promise.allSettled(
    [open, full, open, full].map((organizationId) =>
      client.call(createInvite, { params: { organizationId }, body: invitation('twice') }),
    ),
  );
  const codes = results.map((result) =>
    result.status === 'fulfilled' ? 'invited' : (result.reason as Refused).problem.code,
  );
  expect(codes.filter((_, index) => index % 2 === 0).toSorted()).toEqual([
    'invite_already_pending',
    'invited',
  ]);
  expect(codes.filter((_, index) => index % 2 === 1)).toEqual(['seat_limit_reached', 'seat_limit_reached']);
});
