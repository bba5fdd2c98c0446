import { expect, test } from 'vitest';
import { createApiKey, deleteApiKey, listApiKeys } from '#contract/api-key/api';
import type { ApiKeyScope } from '#contract/api-key/model';
import { createInvite, listInvites } from '#contract/invite/api';
import { transferOwnership } from '#contract/member/api';
import { createOrganization, getOrganization, listOrganizations } from '#contract/organization/api';
import { getSeats } from '#contract/seat/api';
import { endOtherSessions } from '#contract/session/api';
import { getMe } from '#contract/account/api';
import { createApiClient, problemOf } from '../helpers/api-client.ts';
import type { ApiClient } from '../helpers/api-client.ts';
import type { Person } from '../helpers/factories.ts';
import { startServer, useServer } from './use-server.ts';

const server = useServer();

/** Calls with an API key as scripts do. */
function withKey(key: string): ApiClient {
  const client = createApiClient(server().url);
  const headers = { 'X-Api-Key': key };
  return {
    ...client,
    raw: (request) => client.raw({ ...request, headers: { ...request.headers, ...headers } }),
    call: (endpoint, input) => client.call(endpoint, { ...input, headers }),
    refusal: (endpoint, input) => client.refusal(endpoint, { ...input, headers }),
  };
}

async function makeKey(person: Person, given: { scopes?: ApiKeyScope[]; expiresAt?: string } = {}) {
  const { password } = person;
  const client = await server().as(person);
  const made = await client.call(createApiKey, { body: { name: 'Script', password, ...given } });
  return { ...made, client: withKey(made.key) };
}

test('shows a new API key once and authenticates its user with it', async () => {
  const { testData } = server();
  const { organizationId, owner } = await testData.team();
  const client = await server().as(owner);
  const { client: script, key, ...made } = await makeKey(owner);
  expect(key).toMatch(/^fli_[\w-]{43}$/);
  expect(made).toMatchObject({
    name: 'Script',
    scopes: ['organization:read', 'organization:write'],
    expiresAt: null,
    lastUsedAt: null,
  });
  expect((await script.call(getMe, {})).user.id).toBe(owner.id);
  await script.call(createInvite, {
    params: { organizationId },
    body: { email: 'by-script@example.test', role: 'agent' },
  });
  const listed = await client.raw({ method: 'GET', path: '/api/api-keys' });
  expect(listed.text).not.toContain(key);
  const { items } = await client.call(listApiKeys, {});
  expect(items.map(({ id, prefix }) => [id, prefix])).toEqual([[made.id, key.slice(0, 12)]]);
  expect(items[0]?.lastUsedAt).not.toBeNull();
  const { rows } = await testData.database.pool.query('select * from api_keys where id = $1', [made.id]);
  expect(JSON.stringify(rows)).not.toContain(key.slice(14));
  expect(server().backend.output()).not.toContain(key);
});

test('gives an API key the permissions that its user has at the time of the call', async () => {
  const { testData } = server();
  const [{ organizationId, agent }, other] = [await testData.team(), await testData.team()];
  const { client } = await makeKey(agent);
  expect((await client.refusal(listInvites, { params: { organizationId } })).problem.code).toBe('forbidden');
  const foreign = await client.refusal(getSeats, { params: { organizationId: other.organizationId } });
  expect(foreign.problem.code).toBe('organization_not_found');
  await testData.database.pool.query(`update members set role = 'admin' where user_id = $1`, [agent.id]);
  expect((await client.call(listInvites, { params: { organizationId } })).total).toBe(0);
});

test('limits an API key to its scopes', async () => {
  const { testData } = server();
  const { organizationId, owner } = await testData.team();
  const params = { organizationId };
  const body = { email: 'scoped@example.test', role: 'agent' as const };
  const reading = await makeKey(owner, { scopes: ['organization:read', 'organization:read'] });
  expect(reading.scopes).toEqual(['organization:read']);
  expect((await reading.client.call(getOrganization, { params })).id).toBe(organizationId);
  for (const refused of [
    await reading.client.refusal(createInvite, { params, body }),
    await reading.client.refusal(createOrganization, { body: { name: 'New' } }),
  ]) {
    expect([refused.status, refused.problem.code]).toEqual([403, 'forbidden']);
    expect(refused.problem.detail).toContain('organization:write');
  }
  const writing = await makeKey(owner, { scopes: ['organization:write'] });
  expect((await writing.client.call(createInvite, { params, body })).email).toBe(body.email);
  expect((await writing.client.refusal(getOrganization, { params })).problem.code).toBe('forbidden');
  for (const path of [
    `/api/organizations/${organizationId}/members.csv`,
    `/api/organizations/${organizationId}/activity.csv`,
    '/api/events',
  ]) {
    const answer = await writing.client.raw({ method: 'GET', path });
    expect([answer.status, problemOf(answer)], path).toEqual([403, 'forbidden']);
  }
});

test('rejects API keys on endpoints that manage the account', async () => {
  const { testData } = server();
  const { organizationId, owner, admin } = await testData.team();
  const { client, id } = await makeKey(owner);
  for (const [method, path, body] of [
    ['GET', '/api/sessions'],
    ['DELETE', '/api/sessions'],
    ['DELETE', `/api/sessions/${id}`],
    ['POST', '/api/auth/password', { current: owner.password, next: 'some other pass phrase' }],
    ['GET', '/api/api-keys'],
    ['POST', '/api/api-keys', { name: 'Another' }],
    ['DELETE', `/api/api-keys/${id}`],
    ['POST', '/api/totp', {}],
    ['POST', '/api/totp/confirm', { code: '123456' }],
    ['DELETE', '/api/totp', { password: owner.password, code: '123456' }],
  ] as const) {
    const answer = await client.raw({ method, path, ...(body ? { body } : {}) });
    expect([answer.status, problemOf(answer)], `${method} ${path}`).toEqual([403, 'forbidden']);
  }
  const transfer = await client.refusal(transferOwnership, {
    params: { organizationId },
    body: { memberId: admin.memberId, password: owner.password },
  });
  expect(transfer.problem.code).toBe('forbidden');
});

test('rejects a revoked API key immediately and closes its streams', async () => {
  const { testData, url } = server();
  const person = await testData.person();
  const { client, id, key } = await makeKey(person);
  const other = await makeKey(person);
  const stream = await fetch(`${url}/api/events`, { headers: { 'X-Api-Key': key } });
  expect(stream.status).toBe(200);
  await (await server().as(person)).call(deleteApiKey, { params: { apiKeyId: id } });
  expect((await client.refusal(getMe, {})).problem.code).toBe('unauthenticated');
  // Ends, or the test does not.
  await stream.text();
  expect((await other.client.call(getMe, {})).user.id).toBe(person.id);
});

test('answers not_found when revoking an API key of another user or an unknown one', async () => {
  const { testData } = server();
  const [owner, attacker] = [await testData.person(), await testData.person()];
  const { id, client } = await makeKey(owner);
  for (const apiKeyId of [id, 'nonsense', '00000000-0000-7000-8000-000000000000']) {
    const refused = await (await server().as(attacker)).refusal(deleteApiKey, { params: { apiKeyId } });
    expect([refused.status, refused.problem.code]).toEqual([404, 'not_found']);
  }
  expect((await client.call(getMe, {})).user.id).toBe(owner.id);
});

test('accepts an API key until its expiry', async () => {
  const { testData } = server();
  const person = await testData.person();
  const past = await (
    await server().as(person)
  ).refusal(createApiKey, {
    body: { name: 'Old', password: person.password, expiresAt: '2020-01-01T00:00:00Z' },
  });
  expect(past.problem).toMatchObject({ code: 'validation_failed', errors: [{ path: 'expiresAt' }] });
  const { client, id, expiresAt } = await makeKey(person, { expiresAt: '2099-01-01T00:00:00+01:00' });
  expect(expiresAt).toBe('2098-12-31T23:00:00.000Z');
  expect((await client.call(getMe, {})).user.id).toBe(person.id);
  await testData.database.pool.query('update api_keys set expires_at = now() where id = $1', [id]);
  expect((await client.refusal(getMe, {})).problem.code).toBe('unauthenticated');
});

test('rejects parts and variants of an API key, and keys in other places of a request', async () => {
  const { testData, url } = server();
  const { key } = await makeKey(await testData.person());
  const wrong = [
    key.slice(0, -1),
    `${key}A`,
    key.toUpperCase(),
    key.slice(4),
    'fli_',
    ' ',
    `fli_${'A'.repeat(43)}`,
  ];
  for (const each of wrong) {
    const answer = await withKey(each).raw({ method: 'GET', path: '/api/me' });
    expect([answer.status, problemOf(answer)], each).toEqual([401, 'unauthenticated']);
  }
  const attempts: { query?: string; headers: Record<string, string> }[] = [
    { query: `?api_key=${key}`, headers: {} },
    { headers: { Authorization: `Bearer ${key}` } },
    { headers: { Authorization: `ApiKey ${key}` } },
    { headers: { Cookie: `X-Api-Key=${key}` } },
  ];
  for (const { query = '', headers } of attempts) {
    expect((await fetch(`${url}/api/organizations${query}`, { headers })).status).not.toBe(200);
  }
});

test('keeps API keys valid when all other sessions are ended', async () => {
  const { testData } = server();
  const person = await testData.person();
  const { client } = await makeKey(person);
  await (await server().as(person)).call(endOtherSessions, {});
  expect((await client.call(listOrganizations, {})).total).toBe(0);
});

test('shares one rate limit among all API keys of a user', async () => {
  const limited = await startServer({ environment: { FASTLINKIT_RATE_LIMIT: '30' } });
  try {
    const { testData, url } = limited;
    const [person, other] = [await testData.person(), await testData.person()];
    const key = async (whose: Person) =>
      (
        await (
          await limited.as(whose)
        ).call(createApiKey, {
          body: { name: 'Script', password: whose.password },
        })
      ).key;
    const keys = [await key(person), await key(person)];
    const others = await key(other);
    const call = (each: string) => fetch(`${url}/api/me`, { headers: { 'X-Api-Key': each } });
    const statuses: number[] = [];
    for (let n = 0; n < 40; n += 1) statuses.push((await call(keys[n % 2] ?? '')).status);
    expect(statuses.filter((status) => status === 200).length).toBeLessThanOrEqual(31);
    expect(statuses.at(-1)).toBe(429);
    expect((await call(others)).status).toBe(200);
  } finally {
    await limited.stop();
  }
});
