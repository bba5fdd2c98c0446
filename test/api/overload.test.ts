import { afterAll, beforeAll, expect, test } from 'vitest';
import { Agent, request } from 'node:http';
import { signIn } from '../support/api-client.ts';
import type { Person } from '../support/factories.ts';
import { startServer, type TestServer } from './use-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

interface Timed {
  status: number;
  retryAfter: string | undefined;
  tookMs: number;
}

/** One request on a connection of its own, however many there are already. */
function timedPost(url: string, { body, headers = {} }: { body: object; headers?: Record<string, string> }) {
  let began = performance.now();
  const { promise, resolve, reject } = Promise.withResolvers<Timed>();
  const call = request(url, { method: 'POST', agent, headers }, (response) => {
    response.resume().on('end', () => {
      resolve({
        status: response.statusCode ?? 0,
        retryAfter: response.headers['retry-after'],
        tookMs: performance.now() - began,
      });
    });
  });
  // How long the system takes to connect two thousand sockets is not the server's doing.
  call.on('socket', (socket) => socket.once('connect', () => (began = performance.now())));
  call.setHeader('Content-Type', 'application/json');
  call.on('error', reject).end(JSON.stringify(body));
  return promise;
}
const agent = new Agent({ maxSockets: Infinity });

const most = (all: Timed[]) => Math.max(...all.map(({ tookMs }) => tookMs));

test(
  'more requests than can be borne are refused at once; those that are taken, and signing in, are answered',
  { timeout: 120_000 },
  async () => {
    const { world, url } = server;
    const teams = await Promise.all(Array.from({ length: 10 }, () => world.team()));
    const inviters = await Promise.all(
      teams.map(async ({ admin, organizationId }) => ({
        path: `${url}/api/organizations/${organizationId}/invites`,
        headers: { Authorization: `Bearer ${(await server.as(admin)).accessToken}` },
      })),
    );
    const post = (n: number) => {
      const { path, headers } = inviters[n % inviters.length] ?? { path: '', headers: {} };
      return timedPost(path, { headers, body: { email: `flood-${n}@example.test`, role: 'agent' } });
    };
    // What this machine needs for a crowd that may wait its turn.
    const crowd = await Promise.all(Array.from({ length: 256 }, (_, n) => post(n)));
    expect(crowd.map(({ status }) => status).filter((status) => status !== 201)).toEqual([]);

    const latecomer: Person = teams[0]?.owner ?? (await world.person());
    const flood = Array.from({ length: 2_000 }, (_, n) => post(1_000 + n));
    const signingIn = signIn(url, latecomer).then(() => 'signed in', String);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect(await signingIn).toBe('signed in');
    const answers = await Promise.all(flood);
    const taken = answers.filter(({ status }) => status === 201);
    const shed = answers.filter(({ status }) => status === 503 || status === 429);
    expect(taken.length + shed.length).toBe(answers.length);
    expect(taken.length).toBeGreaterThanOrEqual(256);
    expect(shed.length).toBeGreaterThan(0);
    expect(shed.every(({ retryAfter }) => Number(retryAfter) > 0)).toBe(true);
    expect(most(taken)).toBeLessThan(10 * most(crowd));
    // And it passes.
    expect((await post(9_999)).status).toBe(201);
  },
);
