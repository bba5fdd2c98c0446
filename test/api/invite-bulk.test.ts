import { expect, test } from 'vitest';
import { listActivity } from '#contract/activity/api';
import { createInvite, bulkInvite, listInvites } from '#contract/invite/api';
import { getSeats } from '#contract/seat/api';
import { useServer } from './use-server.ts';

const server = useServer();
const weekMs = 7 * 24 * 60 * 60 * 1000;

test('decides each row of a bulk invite by itself and returns the results in order', async () => {
  const { testData, mailbox } = server();
  const team = await testData.team();
  const client = await server().as(team.admin);
  const params = { organizationId: team.organizationId };
  await client.call(createInvite, { params, body: { email: 'pending@example.test', role: 'agent' } });
  const expired = await client.call(createInvite, {
    params,
    body: { email: 'expired@example.test', role: 'agent' },
  });
  await testData.age(expired.id, weekMs);
  const invites = [
    { email: 'one@example.test', role: 'agent' },
    { email: 'no address', role: 'agent' },
    { email: 'two@example.test', role: 'owner' },
    { email: ' ONE@example.TEST', role: 'admin' },
    { email: team.agent.email, role: 'agent' },
    { email: 'pending@example.test', role: 'agent' },
    { email: 'expired@example.test', role: 'admin' },
    { email: 'three@example.test', role: 'admin' },
  ];
  const { results } = await client.call(bulkInvite, { params, body: { invites } });
  expect(results.map(({ outcome, code }) => code ?? outcome)).toEqual([
    'invited',
    'validation_failed',
    'validation_failed',
    'invite_already_pending',
    'already_member',
    'invite_already_pending',
    'invited',
    'invited',
  ]);
  expect(results.map(({ email }) => email.trim().toLowerCase())).toEqual(
    invites.map(({ email }) => email.trim().toLowerCase()),
  );
  const { items } = await client.call(listInvites, { params, query: { sort: 'email' } });
  expect(items.map(({ email, role, status }) => [email, role, status])).toEqual([
    ['expired@example.test', 'admin', 'pending'],
    ['one@example.test', 'agent', 'pending'],
    ['pending@example.test', 'agent', 'pending'],
    ['three@example.test', 'admin', 'pending'],
  ]);
  const made = new Map(items.map(({ id, email }) => [id, email]));
  for (const { inviteId, email } of results) if (inviteId) expect(made.get(inviteId)).toBe(email);
  await Promise.all(['one', 'expired', 'three'].map((name) => mailbox.next(`${name}@example.test`)));
  expect(mailbox.to('two@example.test')).toHaveLength(0);
});

test('assigns seats in order until none is free', async () => {
  const { testData } = server();
  const team = await testData.team({ maxSeats: 5 });
  const client = await server().as(team.owner);
  const params = { organizationId: team.organizationId };
  const invites = [1, 2, 3, 4].map((n) => ({ email: `seat-${n}@example.test`, role: 'agent' }));
  const { results } = await client.call(bulkInvite, { params, body: { invites } });
  expect(results.map(({ outcome, code }) => code ?? outcome)).toEqual([
    'invited',
    'invited',
    'seat_limit_reached',
    'seat_limit_reached',
  ]);
  expect(await client.call(getSeats, { params })).toMatchObject({ used: 5, available: 0 });
});

test('accepts a thousand rows in one call and rejects one more as a whole', async () => {
  const { testData } = server();
  const team = await testData.team();
  const client = await server().as(team.owner);
  const params = { organizationId: team.organizationId };
  const rows = (count: number) =>
    Array.from({ length: count }, (_, n) => ({ email: `row-${n}@bulk.test`, role: 'agent' }));
  const tooMany = await client.refusal(bulkInvite, { params, body: { invites: rows(1001) } });
  expect(tooMany.problem.code).toBe('validation_failed');
  const none = await client.refusal(bulkInvite, { params, body: { invites: [] } });
  expect(none.problem.code).toBe('validation_failed');
  const { results } = await client.call(bulkInvite, { params, body: { invites: rows(1000) } });
  expect(results).toHaveLength(1000);
  expect(results.every(({ outcome }) => outcome === 'invited')).toBe(true);
  expect(await client.call(getSeats, { params })).toMatchObject({ pendingInvites: 1000 });
  expect(
    (await client.call(listActivity, { params, query: { type: 'invite.created', limit: 1 } })).total,
  ).toBe(1000);
});
