import { Agent, request } from 'node:http';
import { expect, test, vi } from 'vitest';
import { createApiClient, problemOf, signIn } from '../support/api-client.ts';
import { useServer } from './use-server.ts';

const server = useServer();
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
  'more requests than can be borne are refused at once, signing in is not, and it passes',
  { timeout: 120_000 },
  async () => {
    const { world, url } = server();
    const owner = await world.person();
    const { accessToken = '' } = await server().as(owner);
    const headers = { Authorization: `Bearer ${accessToken}` };
    const client = createApiClient(url, accessToken);
    // What is asked for one organization waits for few connections: it is not those that run out.
    const organizations = await Promise.all([1, 2].map(() => world.organization({ owner })));
    const answers: Answer[] = [];
    const locker = await world.database.pool.connect();
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
    } finally {
      await locker.query('rollback');
      locker.release();
    }
    await Promise.all(flood);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(512);
    expect((await client.raw({ method: 'GET', path: '/api/me' })).status).toBe(200);
  },
);
