import { Agent, request } from 'node:http';
import { expect, test, vi } from 'vitest';
import { createApiClient, problemOf, signIn } from '../helpers/api-client.ts';
import { useServer } from './use-server.ts';

const server = useServer({ environment: { FASTLINKIT_TRUSTED_PROXIES: '127.0.0.0/8' } });
/** A connection for each request, however many there are. */
const agent = new Agent({ maxSockets: Infinity });

interface Answer {
  status: number;
  retryAfter: string | undefined;
}

function post(url: string, headers: Record<string, string>, body: object): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const call = request(url, { method: 'POST', agent, headers }, (response) => {
    const retryAfter = response.headers['retry-after'];
    response.resume().on('end', () => resolve({ status: response.statusCode ?? 0, retryAfter }));
  });
  call.setHeader('Content-Type', 'application/json');
  call.on('error', reject).end(JSON.stringify(body));
  return promise;
}

test(
  'rejects requests above its capacity immediately, except sign-ins, and recovers',
  { tags: ['guard:load-shedding', 'guard:room-for-sign-in'], timeout: 120_000 },
  async () => {
    const { testData, url } = server();
    const owner = await testData.person();
    const { accessToken = '' } = await server().as(owner);
    const headers = { Authorization: `Bearer ${accessToken}` };
    const client = createApiClient(url, accessToken);
    // What is asked for one organization waits for few connections: it is not those that run out.
    const organizations = await Promise.all([1, 2].map(() => testData.organization({ owner })));
    const answers: Answer[] = [];
    const locker = await testData.database.pool.connect();
    let flood: Promise<void>[] = [];
    try {
      // Nothing ends as long as it is held.
      await locker.query('begin; lock table invites in access exclusive mode');
      flood = Array.from({ length: 700 }, async (_, n) => {
        const { organizationId = '' } = organizations[n % 2] ?? {};
        const body = { email: `flood-${n}@example.test`, role: 'agent' };
        answers.push(await post(`${url}/api/organizations/${organizationId}/invites`, headers, body));
      });
      await vi.waitFor(() => expect(answers.length).toBeGreaterThanOrEqual(700 - 512), {
        timeout: 25_000,
        interval: 20,
      });
      expect(answers.map(({ status, retryAfter }) => [status, Number(retryAfter) > 0])).toEqual(
        answers.map(() => [503, true]),
      );
      const other = await client.raw({ method: 'GET', path: '/api/me' });
      expect([other.status, problemOf(other)]).toEqual([503, 'unavailable']);
      expect((await signIn(url, owner)).tokens.user.email).toBe(owner.email);
      expect((await fetch(`${url}/healthz`)).status).toBe(200);
      const ready = await fetch(`${url}/readyz`);
      expect([ready.status, await ready.json()]).toEqual([
        503,
        { status: 'not ready', reason: 'too many requests are being served' },
      ]);
    } finally {
      await locker.query('rollback');
      locker.release();
    }
    await Promise.all(flood);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(512);
    expect((await client.raw({ method: 'GET', path: '/api/me' })).status).toBe(200);
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
  },
);

test(
  'leaves other addresses their share when one sends most requests',
  { tags: ['guard:share-of-slots'], timeout: 120_000 },
  async () => {
    const { testData, url } = server();
    const owner = await testData.person();
    const { accessToken = '' } = await server().as(owner);
    const { organizationId } = await testData.organization({ owner });
    const from = (address: string) => ({
      Authorization: `Bearer ${accessToken}`,
      'X-Forwarded-For': address,
    });
    const answers: Answer[] = [];
    const locker = await testData.database.pool.connect();
    let flood: Promise<void>[] = [];
    try {
      await locker.query('begin; lock table invites in access exclusive mode');
      flood = Array.from({ length: 400 }, async (_, n) => {
        const body = { email: `share-${n}@example.test`, role: 'agent' };
        answers.push(
          await post(`${url}/api/organizations/${organizationId}/invites`, from('203.0.113.1'), body),
        );
      });
      // Those that are left wait for the lock.
      await vi.waitFor(() => expect(answers.length).toBeGreaterThanOrEqual(400 - 256), {
        timeout: 25_000,
        interval: 20,
      });
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]));
      for (const [address, status] of [
        ['203.0.113.1', 503],
        ['203.0.113.2', 200],
      ] as const) {
        const answer = await fetch(`${url}/api/me`, { headers: from(address) });
        expect(answer.status, address).toBe(status);
      }
      expect((await fetch(`${url}/readyz`)).status).toBe(200);
    } finally {
      await locker.query('rollback');
      locker.release();
    }
    await Promise.all(flood);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(256);
  },
);
