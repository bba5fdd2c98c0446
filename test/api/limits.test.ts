import { expect, test } from 'vitest';
import { createInvite, bulkInvite, listInvites } from '#contract/invite/api';
import { signIn } from '#contract/session/api';
import { getMe } from '#contract/account/api';
import { problemOf } from '../helpers/api-client.ts';
import type { Person } from '../helpers/factories.ts';
import { useServer } from './use-server.ts';

const server = useServer({ environment: { FASTLINKIT_RATE_LIMIT: '200', FASTLINKIT_SENDS_PER_DAY: '4' } });

const attempt = (email: string, password: string, headers: Record<string, string> = {}) =>
  server().anonymous.raw({ method: 'POST', path: '/api/auth/login', body: { email, password }, headers });

/** Anonymous calls of this file come from one address: each test begins with a fresh count of sign-ins. */
async function forgetThrottles(): Promise<void> {
  await server().testData.database.pool.query('delete from throttles');
}

test(
  'locks an account temporarily after ten failed sign-ins, for the right password too, and no other account',
  { tags: ['guard:account-throttle'] },
  async () => {
    await forgetThrottles();
    const { testData } = server();
    const [person, other] = [await testData.person(), await testData.person()];
    const failures = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        attempt(n % 2 ? person.email : person.email.toUpperCase(), `wrong ${n}`),
      ),
    );
    expect(new Set(failures.map(({ status }) => status))).toEqual(new Set([401]));
    const closed = await attempt(person.email, person.password);
    expect([closed.status, problemOf(closed)]).toEqual([429, 'rate_limited']);
    const wait = Number(closed.headers.get('retry-after'));
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(15 * 60);
    expect((await attempt(other.email, other.password)).status).toBe(200);
    await testData.database.pool.query(`update throttles set window_ends_at = now() - interval '1 second'`);
    expect((await attempt(person.email, person.password)).status).toBe(200);
  },
);

test('locks the address of an unknown account in the same way', async () => {
  await forgetThrottles();
  for (let n = 0; n < 10; n += 1)
    expect((await attempt('nobody@example.test', `wrong ${n}`)).status).toBe(401);
  expect((await attempt('nobody@example.test', 'wrong')).status).toBe(429);
});

test('resets the attempt counter after a successful sign-in', async () => {
  await forgetThrottles();
  const person = await server().testData.person();
  for (let n = 0; n < 9; n += 1) await attempt(person.email, 'wrong');
  expect((await attempt(person.email, person.password)).status).toBe(200);
  for (let n = 0; n < 9; n += 1) expect((await attempt(person.email, 'wrong')).status).toBe(401);
  expect((await attempt(person.email, person.password)).status).toBe(200);
});

test('limits failed sign-ins of many accounts from one address and ignores X-Forwarded-For', async () => {
  await forgetThrottles();
  const { testData } = server();
  const person = await testData.person();
  await attempt('somebody@example.test', 'wrong');
  // As if the failures until the limit had been made.
  await testData.database.pool.query(`update throttles set attempts = 1000 where key like 'address:%'`);
  const claims: Record<string, string>[] = [
    {},
    { 'X-Forwarded-For': '203.0.113.7' },
    { Forwarded: 'for=203.0.113.7' },
  ];
  for (const headers of claims) {
    expect((await attempt(person.email, person.password, headers)).status).toBe(429);
  }
  await forgetThrottles();
});

test('limits the requests of a caller per minute and returns the remaining number', async () => {
  const { testData, anonymous } = server();
  const [busy, other]: Person[] = [await testData.person(), await testData.person()];
  if (!busy || !other) throw new Error('two are needed');
  const client = await server().as(busy);
  const calm = await server().as(other);
  const first = await client.raw({ method: 'GET', path: '/api/me' });
  expect(first.headers.get('ratelimit-limit')).toBe('200');
  const left = Number(first.headers.get('ratelimit-remaining'));
  expect(left).toBeGreaterThan(0);
  expect(Number(first.headers.get('ratelimit-reset'))).toBeGreaterThan(0);
  const answers = await Promise.all(
    Array.from({ length: left + 3 }, () => client.raw({ method: 'GET', path: '/api/me' })),
  );
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused).toHaveLength(3);
  for (const answer of refused) {
    expect(problemOf(answer)).toBe('rate_limited');
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(answer.headers.get('retry-after'))).toBeLessThanOrEqual(60);
  }
  expect((await calm.call(getMe, {})).user.id).toBe(other.id);
  for (let n = 0; n < 210; n += 1) {
    expect((await anonymous.raw({ method: 'GET', path: '/healthz' })).status).toBe(200);
  }
});

test(
  'limits the emails of an organization and of an inviter per day',
  { tags: ['guard:organization-quota'] },
  async () => {
    await forgetThrottles();
    const { testData, mailbox } = server();
    const team = await testData.team();
    const params = { organizationId: team.organizationId };
    const admin = await server().as(team.admin);
    const { results } = await admin.call(bulkInvite, {
      params,
      body: { invites: [1, 2, 3, 4, 5].map((n) => ({ email: `day-${n}@example.test`, role: 'agent' })) },
    });
    expect(results.map(({ outcome, code }) => code ?? outcome)).toEqual([
      'invited',
      'invited',
      'invited',
      'invited',
      'rate_limited',
    ]);
    const owner = await server().as(team.owner);
    const body = { email: 'day-6@example.test', role: 'agent' } as const;
    const byOrganization = await owner.refusal(createInvite, { params, body });
    expect([byOrganization.status, byOrganization.problem.code]).toEqual([429, 'rate_limited']);
    expect(Number(byOrganization.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await owner.call(listInvites, { params })).total).toBe(4);

    const second = await testData.organization({ owner: team.admin });
    const elsewhere = { organizationId: second.organizationId };
    const byInviter = await admin.refusal(createInvite, { params: elsewhere, body });
    expect(byInviter.problem.code).toBe('rate_limited');
    expect(mailbox.to(body.email)).toHaveLength(0);
    await testData.database.pool.query(`update send_counters set hour = hour - interval '26 hours'`);
    expect(await owner.call(createInvite, { params, body })).toMatchObject({ status: 'pending' });
  },
);

test(
  'limits the emails to one recipient to twenty a day across organizations',
  { tags: ['guard:recipient-quota'] },
  async () => {
    await forgetThrottles();
    const { testData } = server();
    const body = { email: 'bombed@example.test', role: 'agent' } as const;
    const codes = [];
    for (let n = 0; n < 21; n += 1) {
      const owner = await testData.person();
      const { organizationId } = await testData.organization({ owner });
      const client = await server().as(owner);
      const answer = await client.raw({
        method: 'POST',
        path: `/api/organizations/${organizationId}/invites`,
        body,
      });
      codes.push(answer.status);
      await forgetThrottles();
    }
    expect(codes).toEqual([...Array.from({ length: 20 }, () => 201), 429]);
  },
);

test('signs in other accounts without delay while no account is locked', async () => {
  await forgetThrottles();
  const people = await Promise.all(Array.from({ length: 5 }, () => server().testData.person()));
  const answers = await Promise.all(
    people.map(({ email, password }) => server().anonymous.call(signIn, { body: { email, password } })),
  );
  expect(answers.map(({ user }) => user.id)).toEqual(people.map(({ id }) => id));
});
