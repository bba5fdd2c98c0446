import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { listActivity } from '#contract/activity';
import { createInvite, createInvitesInBulk, listInvites, resendInvite } from '#contract/invite';
import { createOrganization, listOrganizations } from '#contract/organization';
import { Refused } from '../support/api-client.ts';
import { useServer } from './use-server.ts';

const server = useServer();

async function caller() {
  const team = await server().world.team();
  const client = await server().as(team.admin);
  return { team, client, params: { organizationId: team.organizationId } };
}

const withKey = (key: string = randomUUID()) => ({ headers: { 'Idempotency-Key': key } });

test('the same key and body get the first answer again, and nothing is done twice', async () => {
  const { mailbox } = server();
  const { client, params } = await caller();
  const input = { params, body: { email: 'once@example.test', role: 'agent' as const }, ...withKey() };
  const first = await client.call(createInvite, input);
  await mailbox.next('once@example.test');
  expect(await client.call(createInvite, input)).toEqual(first);
  expect((await client.call(listInvites, { params })).total).toBe(1);
  expect((await client.call(listActivity, { params })).total).toBe(1);
  await client.call(createInvite, { params, body: { email: 'after@example.test', role: 'agent' } });
  await mailbox.next('after@example.test');
  expect(mailbox.to('once@example.test')).toHaveLength(1);
});

test('the order of the keys in the body does not make it another', async () => {
  const { client, params } = await caller();
  const key = withKey();
  const path = `/api/organizations/${params.organizationId}/invites`;
  const first = await client.raw({
    method: 'POST',
    path,
    body: '{"email":"a@example.test","role":"agent"}',
    ...key,
  });
  const second = await client.raw({
    method: 'POST',
    path,
    body: '{ "role": "agent", "email": "a@example.test" }',
    ...key,
  });
  expect(first.status).toBe(201);
  expect([second.status, second.json]).toEqual([201, first.json]);
});

test('a refusal is an answer that is kept as well', async () => {
  const { world } = server();
  const team = await world.team({ maxSeats: 3 });
  const client = await server().as(team.admin);
  const input = {
    params: { organizationId: team.organizationId },
    body: { email: 'refused@example.test', role: 'agent' as const },
    ...withKey(),
  };
  const first = await client.refusal(createInvite, input);
  expect(first.problem.code).toBe('seat_limit_reached');
  await world.setSeats(team.organizationId, 10);
  const second = await client.refusal(createInvite, input);
  expect([second.status, second.problem]).toEqual([first.status, first.problem]);
  expect(second.headers.get('content-type')).toContain('application/problem+json');
  expect(await client.call(createInvite, { ...input, ...withKey() })).toMatchObject({ status: 'pending' });
});

test('the same key with another body, or for another call, is refused', async () => {
  const { client, params } = await caller();
  const key = withKey();
  const first = await client.call(createInvite, {
    params,
    body: { email: 'x@example.test', role: 'agent' },
    ...key,
  });
  const otherBody = await client.refusal(createInvite, {
    params,
    body: { email: 'y@example.test', role: 'agent' },
    ...key,
  });
  expect([otherBody.status, otherBody.problem.code]).toEqual([422, 'idempotency_key_reused']);
  const otherCall = await client.refusal(resendInvite, { params: { ...params, inviteId: first.id }, ...key });
  expect(otherCall.problem.code).toBe('idempotency_key_reused');
  const other = await caller();
  const otherPath = await client.refusal(createInvite, {
    params: other.params,
    body: { email: 'x@example.test', role: 'agent' },
    ...key,
  });
  expect(otherPath.problem.code).toBe('idempotency_key_reused');
});

test('keys belong to their callers', async () => {
  const [one, two] = [await caller(), await caller()];
  const key = withKey();
  const body = { email: 'same@example.test', role: 'agent' } as const;
  const first = await one.client.call(createInvite, { params: one.params, body, ...key });
  const second = await two.client.call(createInvite, { params: two.params, body, ...key });
  expect(second.id).not.toBe(first.id);
});

test('twenty at once with one key do it once', async () => {
  const { client, params } = await caller();
  const key = withKey();
  const results = await Promise.allSettled(
    Array.from({ length: 20 }, () =>
      client.call(createInvite, { params, body: { email: 'at-once@example.test', role: 'agent' }, ...key }),
    ),
  );
  const ids = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value.id] : []));
  expect(new Set(ids).size).toBe(1);
  for (const result of results) {
    if (result.status === 'rejected') {
      expect(result.reason).toBeInstanceOf(Refused);
      expect(result.reason).toMatchObject({ status: 409, problem: { code: 'idempotency_key_in_use' } });
    }
  }
  expect((await client.call(listInvites, { params })).total).toBe(1);
});

test('after a day a key is as good as new', async () => {
  const { world } = server();
  const person = await world.person();
  const client = await server().as(person);
  const input = { body: { name: 'Same name' }, ...withKey() };
  const first = await client.call(createOrganization, input);
  await world.database.pool.query(
    `update idempotency_keys set created_at = created_at - interval '25 hours'`,
  );
  const second = await client.call(createOrganization, input);
  expect(second.id).not.toBe(first.id);
  expect(await client.call(createOrganization, input)).toEqual(second);
  expect((await client.call(listOrganizations, {})).total).toBe(2);
});

test('every call that creates or sends honours a key', async () => {
  const { client, params } = await caller();
  const bulk = { params, body: { invites: [{ email: 'bulk@example.test', role: 'agent' }] }, ...withKey() };
  const first = await client.call(createInvitesInBulk, bulk);
  expect(await client.call(createInvitesInBulk, bulk)).toEqual(first);
  const inviteId = first.results[0]?.inviteId ?? '';
  const again = { params: { ...params, inviteId }, ...withKey() };
  const resent = await client.call(resendInvite, again);
  expect(resent.sendCount).toBe(2);
  expect(await client.call(resendInvite, again)).toEqual(resent);
});

test('what is no key is refused', async () => {
  const { client, params } = await caller();
  const refused = await client.refusal(createInvite, {
    params,
    body: { email: 'long@example.test', role: 'agent' },
    ...withKey('k'.repeat(256)),
  });
  expect(refused.problem.code).toBe('validation_failed');
  await client.call(createInvite, {
    params,
    body: { email: 'long@example.test', role: 'agent' },
    ...withKey('k'.repeat(255)),
  });
});
