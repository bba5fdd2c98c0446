import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { listActivity } from '#contract/activity/api';
import { createInvite, bulkInvite, listInvites, resendInvite } from '#contract/invite/api';
import { removeMember } from '#contract/member/api';
import { createOrganization, listOrganizations } from '#contract/organization/api';
import { Refused } from '../helpers/api-client.ts';
import { useServer } from './use-server.ts';

const server = useServer();

async function caller() {
  const team = await server().testData.team();
  const client = await server().as(team.admin);
  return { team, client, params: { organizationId: team.organizationId } };
}

const withKey = (key: string = randomUUID()) => ({ headers: { 'Idempotency-Key': key } });

test(
  'returns the first response for the same key and body, and acts once',
  { tags: ['guard:idempotency-key'] },
  async () => {
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
  },
);

test('ignores the order of keys in the body', async () => {
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

test('stores a rejection as the response of a key', async () => {
  const { testData } = server();
  const team = await testData.team({ maxSeats: 3 });
  const client = await server().as(team.admin);
  const input = {
    params: { organizationId: team.organizationId },
    body: { email: 'refused@example.test', role: 'agent' as const },
    ...withKey(),
  };
  const first = await client.refusal(createInvite, input);
  expect(first.problem.code).toBe('seat_limit_reached');
  await testData.setSeats(team.organizationId, 10);
  const second = await client.refusal(createInvite, input);
  expect([second.status, second.problem]).toEqual([first.status, first.problem]);
  expect(second.headers.get('content-type')).toContain('application/problem+json');
  expect(await client.call(createInvite, { ...input, ...withKey() })).toMatchObject({ status: 'pending' });
});

test('rejects a key that is reused with another body or for another call', async () => {
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
  const { id: organizationId } = await client.call(createOrganization, { body: { name: 'Another' } });
  const otherPath = await client.refusal(createInvite, {
    params: { organizationId },
    body: { email: 'x@example.test', role: 'agent' },
    ...key,
  });
  expect(otherPath.problem.code).toBe('idempotency_key_reused');
});

test('keeps the keys of different callers apart', async () => {
  const [one, two] = [await caller(), await caller()];
  const key = withKey();
  const body = { email: 'same@example.test', role: 'agent' } as const;
  const first = await one.client.call(createInvite, { params: one.params, body, ...key });
  const second = await two.client.call(createInvite, { params: two.params, body, ...key });
  expect(second.id).not.toBe(first.id);
});

test('acts once for twenty concurrent requests with one key', async () => {
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

test('forgets a key after a day', async () => {
  const { testData } = server();
  const person = await testData.person();
  const client = await server().as(person);
  const input = { body: { name: 'Same name' }, ...withKey() };
  const first = await client.call(createOrganization, input);
  await testData.database.pool.query(
    `update idempotency_keys set created_at = created_at - interval '25 hours'`,
  );
  const second = await client.call(createOrganization, input);
  expect(second.id).not.toBe(first.id);
  expect(await client.call(createOrganization, input)).toEqual(second);
  expect((await client.call(listOrganizations, {})).total).toBe(2);
});

test('accepts a key on every call that creates or sends', async () => {
  const { client, params } = await caller();
  const bulk = { params, body: { invites: [{ email: 'bulk@example.test', role: 'agent' }] }, ...withKey() };
  const first = await client.call(bulkInvite, bulk);
  expect(await client.call(bulkInvite, bulk)).toEqual(first);
  const inviteId = first.results[0]?.inviteId ?? '';
  const again = { params: { ...params, inviteId }, ...withKey() };
  const resent = await client.call(resendInvite, again);
  expect(resent.sendCount).toBe(2);
  expect(await client.call(resendInvite, again)).toEqual(resent);
});

test('rejects a malformed key', async () => {
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

test(
  'rejects a caller of whom too much is kept before anything is done, and drops no kept answer',
  { tags: ['guard:kept-answers'] },
  async () => {
    const { testData } = server();
    const { client, params } = await caller();
    // Each row is refused, and repeated in the answer.
    const long = 'x'.repeat(1_000);
    const refusedRows = {
      params,
      body: { invites: Array.from({ length: 950 }, () => ({ email: long, role: 'agent' })) },
    };
    const first = { ...refusedRows, ...withKey() };
    const answer = await client.call(bulkInvite, first);
    const statuses = [];
    while (statuses.length < 40 && statuses.at(-1) !== 429) {
      const { status } = await client.raw({
        method: 'POST',
        path: `/api/organizations/${params.organizationId}/invites/bulk`,
        body: refusedRows.body,
        ...withKey(),
      });
      statuses.push(status);
    }
    expect(statuses.at(-1)).toBe(429);
    expect(statuses.length).toBeGreaterThan(30);

    const body = { email: 'beyond@example.test', role: 'agent' } as const;
    const beyond = await client.refusal(createInvite, { params, body, ...withKey() });
    expect([beyond.status, beyond.problem.code]).toEqual([429, 'rate_limited']);
    expect(Number(beyond.headers.get('retry-after'))).toBeGreaterThan(23 * 3_600);
    expect((await client.call(listInvites, { params })).total).toBe(0);
    expect(await client.call(bulkInvite, first)).toEqual(answer);
    // Without a key nothing is kept, and other callers have a share of their own.
    await client.call(createInvite, { params, body });
    const other = await caller();
    await other.client.call(createInvite, { params: other.params, body, ...withKey() });
    await testData.database.pool.query(
      `update throttles set window_ends_at = now() where key like 'kept answers:%'`,
    );
    await client.call(createInvite, { params, body: { ...body, email: 'again@example.test' }, ...withKey() });
  },
);

test('judges the caller again before it returns a kept answer', async () => {
  const { team, client, params } = await caller();
  const input = { params, body: { email: 'kept@example.test', role: 'agent' as const }, ...withKey() };
  await client.call(createInvite, input);
  const owner = await server().as(team.owner);
  await owner.call(removeMember, { params: { ...params, memberId: team.admin.memberId } });
  expect((await client.refusal(createInvite, input)).problem.code).toBe('organization_not_found');
});
