import { afterEach, describe, expect, it } from 'vitest';
import { createInvite, getInvite, resendInvite } from '#contract/invite/api';
import { removeMember } from '#contract/member/api';
import { listOrganizations } from '#contract/organization/api';
import { signIn } from '#contract/session/api';
import { answerJson, answerProblem, startLocalServer } from '../../../test/helpers/local-server.ts';
import type { Answerer, LocalServer } from '../../../test/helpers/local-server.ts';
import { createBackendClient, freshUntil } from './backend-client.ts';
import { problemOf } from './bridge-problem.ts';

const client = createBackendClient({
  fetch: (input, init) => fetch(input, { ...init, redirect: 'manual' }),
  appHeaders: { 'User-Agent': 'FastLinkIt Admin/test' },
  serverNow: () => Date.parse('2001-02-03T04:05:06Z'),
});

let server: LocalServer;
afterEach(() => server.close());

async function listen(answer: Answerer): Promise<string> {
  server = await startLocalServer(answer);
  return server.url;
}

const invite = {
  id: 'i1',
  organizationId: 'o1',
  email: 'new@acme.test',
  role: 'agent',
  status: 'pending',
  createdAt: '2026-11-22T13:00:00.000Z',
  expiresAt: '2026-11-29T13:00:00.000Z',
  lastSentAt: '2026-11-22T13:00:00.000Z',
  sendCount: 1,
  invitedBy: null,
  delivery: { status: 'queued', attempts: 0, error: null },
  openedAt: null,
  endedAt: null,
};
const inviteParams = { organizationId: 'o1', inviteId: 'i1' };

/** The problem that a call fails with. */
async function problemOfCall(call: Promise<unknown>) {
  return problemOf(await call.catch((error: unknown) => error));
}

describe('the backend client', () => {
  it('sends path, query, body, token and idempotency key, and returns the parsed answer', async () => {
    const url = await listen((_request, response) =>
      answerJson(response, 201, { ...invite, added: 'later' }),
    );
    const answer = await client.call(
      url,
      createInvite,
      { params: { organizationId: 'o/1' }, body: { email: 'new@acme.test', role: 'agent' } },
      { accessToken: 'token', idempotencyKey: 'key' },
    );
    expect(answer).toEqual(invite);
    expect(server.requests).toMatchObject([
      {
        method: 'POST',
        path: '/api/organizations/o%2F1/invites',
        headers: {
          authorization: 'Bearer token',
          'idempotency-key': 'key',
          'content-type': 'application/json',
          'user-agent': 'FastLinkIt Admin/test',
        },
        body: '{"email":"new@acme.test","role":"agent"}',
      },
    ]);
  });

  it('leaves out a query parameter and a token that are undefined', async () => {
    const page = { items: [], nextCursor: null, total: 0, totalIsCapped: false };
    const url = await listen((_request, response) => answerJson(response, 200, page));
    await client.call(url, listOrganizations, { query: { search: 'a b&c', cursor: undefined } });
    expect(server.requests[0]?.path).toBe('/api/organizations?search=a+b%26c');
    expect(server.requests[0]?.headers.authorization).toBeUndefined();
  });

  it('accepts an answer without a body', async () => {
    const url = await listen((_request, response) => {
      response.writeHead(204).end();
    });
    const input = { params: { organizationId: 'o1', memberId: 'm1' }, query: { invites: 'keep' as const } };
    await expect(client.call(url, removeMember, input)).resolves.toBeUndefined();
  });

  it('throws the problem that the server answers with', async () => {
    const url = await listen((_request, response) =>
      answerProblem(response, 429, 'rate_limited', { 'Retry-After': '12' }),
    );
    expect(await problemOfCall(client.call(url, getInvite, { params: inviteParams }))).toEqual({
      code: 'rate_limited',
      detail: 'Words for rate_limited.',
      retryAfter: 12,
    });
  });

  it('counts the wait until a date by the server’s clock', async () => {
    const until = { 'Retry-After': 'Sat, 03 Feb 2001 04:06:06 GMT' };
    const url = await listen((_request, response) => answerProblem(response, 429, 'rate_limited', until));
    const problem = await problemOfCall(client.call(url, getInvite, { params: inviteParams }));
    expect(problem?.retryAfter).toBe(60);
  });

  it.each<[string, Answerer]>([
    [
      'an HTML page',
      (_request, response) => void response.writeHead(200, { 'Content-Type': 'text/html' }).end('<p>Hello'),
    ],
    ['unexpected JSON', (_request, response) => answerJson(response, 200, { hello: 'world' })],
    ['an unexpected status', (_request, response) => answerJson(response, 202, invite)],
    [
      'a redirect',
      (_request, response) => void response.writeHead(302, { Location: 'https://evil.test/' }).end(),
    ],
    [
      'an answer that is too large',
      (_request, response) => answerJson(response, 200, { ...invite, email: 'x'.repeat(6_000_000) }),
    ],
  ])('rejects %s as not from a FastLinkIt server', async (_what, answer) => {
    const url = await listen(answer);
    const problem = await problemOfCall(client.call(url, getInvite, { params: inviteParams }));
    expect(problem?.code).toBe('not_fastlinkit');
    expect(problem?.detail).toContain(url);
  });

  it('says of a known server that something answers in its place', async () => {
    const url = await listen(
      (_request, response) => void response.writeHead(200, { 'Content-Type': 'text/html' }).end('<p>Hello'),
    );
    const call = client.call(url, getInvite, { params: inviteParams }, { accessToken: 'token' });
    expect(await problemOfCall(call)).toMatchObject({
      code: 'server_unreachable',
      network: { failure: 'answered_instead' },
    });
  });

  it('does not follow a server that has moved, and names its new address', async () => {
    const elsewhere = await startLocalServer((_request, response) => answerJson(response, 200, invite));
    const location = elsewhere.url.replace('http:', 'https:');
    const url = await listen(
      (_request, response) => void response.writeHead(308, { Location: `${location}/api/me` }).end(),
    );
    const call = client.call(url, getInvite, { params: inviteParams }, { accessToken: 'token' });
    expect((await problemOfCall(call))?.network).toMatchObject({ failure: 'moved', movedTo: location });
    expect(elsewhere.requests).toEqual([]);
    await elsewhere.close();
  });

  it('gives up when the server does not answer in time', async () => {
    const url = await listen(() => undefined);
    const call = client.call(url, getInvite, { params: inviteParams }, { timeLimitMs: 50 });
    expect(await problemOfCall(call)).toMatchObject({
      code: 'server_unreachable',
      network: { failure: 'silent' },
    });
  });

  it('gives up when an answer never ends', async () => {
    const url = await listen((_request, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json' });
      response.write('{"id":');
    });
    const call = client.call(url, getInvite, { params: inviteParams }, { timeLimitMs: 50 });
    expect(await problemOfCall(call)).toMatchObject({ code: 'server_unreachable' });
  });

  it('says that the server is unreachable when nothing listens on the port', async () => {
    const url = await listen(() => undefined);
    await server.close();
    const problem = await problemOfCall(client.call(url, getInvite, { params: inviteParams }));
    expect(problem?.code).toBe('server_unreachable');
    expect(problem?.detail).toContain(url);
  });
});

describe('a call whose answer is lost', () => {
  it('is repeated with the same idempotency key', async () => {
    const url = await listen((_request, response) => {
      if (server.requests.length === 1) response.destroy();
      else answerJson(response, 200, invite);
    });
    await client.call(url, resendInvite, { params: inviteParams, body: {} }, { idempotencyKey: 'key' });
    expect(server.requests.map(({ headers }) => headers['idempotency-key'])).toEqual(['key', 'key']);
  });

  it('is repeated until its first attempt has finished on the server', async () => {
    const url = await listen((_request, response) => {
      if (server.requests.length < 3) answerProblem(response, 409, 'idempotency_key_in_use');
      else answerJson(response, 200, invite);
    });
    const call = client.call(
      url,
      resendInvite,
      { params: inviteParams, body: {} },
      { idempotencyKey: 'key' },
    );
    await expect(call).resolves.toEqual(invite);
  });

  it('is not repeated without an idempotency key', async () => {
    const url = await listen((_request, response) => void response.destroy());
    const call = client.call(url, resendInvite, { params: inviteParams, body: {} });
    expect(await problemOfCall(call)).toMatchObject({ code: 'server_unreachable' });
    expect(server.requests).toHaveLength(1);
  });
});

describe('the lifetime of an access token', () => {
  const tokens = {
    accessToken: 'a',
    accessTokenExpiresAt: '2026-11-22T13:15:00.000Z',
    refreshToken: 'r',
    user: { id: 'u', email: 'ada@acme.test', firstName: 'Ada', lastName: 'L', staff: false },
  };

  it('is measured with the server’s clock, even if this computer’s clock differs', async () => {
    const url = await listen((_request, response) =>
      answerJson(response, 200, tokens, { Date: 'Sun, 22 Nov 2026 13:00:00 GMT' }),
    );
    const before = Date.now();
    const issued = await client.issueTokens(url, signIn, { body: { email: 'ada@acme.test', password: 'p' } });
    expect(issued.tokens).toEqual(tokens);
    expect(issued.freshUntil - before).toBeGreaterThanOrEqual(14 * 60_000);
    expect(issued.freshUntil - before).toBeLessThan(14 * 60_000 + 10_000);
  });

  it('comes with what the server knows the device by, which the next sign-in sends', async () => {
    const known = new Map<string, string>();
    const devices = {
      read: (origin: string) => known.get(origin),
      write: (origin: string, device: string) => void known.set(origin, device),
    };
    const remembering = createBackendClient({
      fetch: (input, init) => fetch(input, init),
      appHeaders: {},
      serverNow: () => Date.now(),
      devices,
    });
    let given = 0;
    const url = await listen((_request, response) =>
      answerJson(response, 200, tokens, { 'FastLinkIt-Device': `device-${(given += 1)}` }),
    );
    const body = { email: 'ada@acme.test', password: 'p' };
    await remembering.issueTokens(url, signIn, { body });
    await remembering.issueTokens(url, signIn, { body });
    expect(known.get(url)).toBe('device-2');
    expect(server.requests.map(({ headers }) => headers['fastlinkit-device'])).toEqual([
      undefined,
      'device-1',
    ]);
  });

  it('is measured with this computer’s clock when the answer has no date', () => {
    const now = Date.parse('2026-11-22T13:00:00Z');
    expect(freshUntil(tokens, undefined, now)).toBe(now + 14 * 60_000);
    expect(freshUntil(tokens, 'nonsense', now + 3_600_000)).toBe(now + 3_600_000);
  });
});
