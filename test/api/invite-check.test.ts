import { expect, test } from 'vitest';
import { bulkInvite, checkInvites, createInvite, listInvites } from '#contract/invite/api';
import { inviteLifetimeMs } from '#contract/invite/model';
import { getSeats } from '#contract/seat/api';
import { useServer } from './use-server.ts';

const server = useServer();

test('says of each address what it is to the organization, in order, and changes nothing', async () => {
  const team = await server().testData.team({ maxSeats: 10 });
  const client = await server().as(team.owner);
  const params = { organizationId: team.organizationId };
  const { id } = await client.call(createInvite, {
    params,
    body: { email: 'invited@example.test', role: 'admin' },
  });
  const old = await client.call(createInvite, {
    params,
    body: { email: 'expired@example.test', role: 'agent' },
  });
  await server().testData.age(old.id, inviteLifetimeMs);
  const emails = [
    'expired@example.test',
    'fresh@example.test',
    ' INVITED@example.test',
    team.agent.email.toUpperCase(),
    'no address',
    'fresh@example.test',
  ];
  const { results, seats } = await client.call(checkInvites, { params, body: { emails } });
  expect(results.map(({ email }) => email)).toEqual(emails);
  expect(results.map(({ status }) => status)).toEqual([
    'free',
    'free',
    'invited',
    'member',
    'invalid',
    'free',
  ]);
  expect(results[0]?.invite).toMatchObject({ id: old.id, status: 'expired' });
  expect(results[2]?.invite).toMatchObject({ id, role: 'admin' });
  expect(seats).toEqual(await client.call(getSeats, { params }));
  expect((await client.call(listInvites, { params })).items).toHaveLength(2);
});

test('finds the two of a hundred that are invited already among two thousand', async () => {
  const { organizationId, owner } = await server().testData.team();
  const client = await server().as(owner);
  const params = { organizationId };
  const address = (n: number): string => `many-${n}@example.test`;
  for (const start of [0, 1_000]) {
    const invites = Array.from({ length: 1_000 }, (_, n) => ({ email: address(start + n), role: 'agent' }));
    await client.call(bulkInvite, { params, body: { invites } });
  }
  const emails = [address(3), address(1_999), ...Array.from({ length: 98 }, (_, n) => address(5_000 + n))];
  const { results } = await client.call(checkInvites, { params, body: { emails } });
  const invited = results.filter(({ status }) => status === 'invited').map(({ email }) => email);
  expect(invited).toEqual([address(3), address(1_999)]);
  expect(results.filter(({ status }) => status === 'free')).toHaveLength(98);
});
