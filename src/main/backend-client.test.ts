import { afterEach, describe, expect, it } from 'vitest';
import { createInvite, getInvite, resendInvite } from '#contract/invite';
import { removeMember } from '#contract/member';
import { listOrganizations } from '#contract/organization';
import { login } from '#contract/session';
import { answerJson, answerProblem, startLocalServer } from '../../test/support/local-server.ts';
import type { Answerer, LocalServer } from '../../test/support/local-server.ts';
import { createBackendClient, freshUntil } from './backend-client.ts';
import { problemOf } from './bridge-problem.ts';

const client = createBackendClient({
  fetch: (input, init) => fetch(input, { ...init, redirect: 'error' }),
  userAgent: 'FastLinkIt Admin/test',
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

/** The problem that a call ends with. */
async function problemOfCall(call: Promise<unknown>) {
  return problemOf(await call.catch((error: unknown) => error));
}

describe('a call', () => {
  it('goes to the endpoint with path, query, body, token and key, and gives the parsed answer', async () => {
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

  it('leaves out what is not there', async () => {
    const page = { items: [], nextCursor: null, total: 0, totalIsCapped: false };
    const url = await listen((_request, response) => answerJson(response, 200, page));
    await client.call(url, listOrganizations, { query: { search: 'a b&c', cursor: undefined } });
    expect(server.requests[0]?.path).toBe('/api/organizations?search=a+b%26c');
    expect(server.requests[0]?.headers.authorization).toBeUndefined();
  });

  it('takes an answer without a body', async () => {
    const url = await listen((_request, response) => {
      response.writeHead(204).end();
    });
    const input = { params: { organizationId: 'o1', memberId: 'm1' }, query: { invites: 'keep' as const } };
    await expect(client.call(url, removeMember, input)).resolves.toBeUndefined();
  });

  it('becomes the problem that the server answers with', async () => {
    const url = await listen((_request, response) =>
      answerProblem(response, 429, 'rate_limited', { 'Retry-After': '12' }),
    );
    expect(await problemOfCall(client.call(url, getInvite, { params: inviteParams }))).toEqual({
      code: 'rate_limited',
      detail: 'Words for rate_limited.',
      retryAfter: 12,
    });
  });

  it.each<[string, Answerer]>([
    [
      'a page',
      (_request, response) => void response.writeHead(200, { 'Content-Type': 'text/html' }).end('<p>Hello'),
    ],
    ['another JSON', (_request, response) => answerJson(response, 200, { hello: 'world' })],
    ['another status', (_request, response) => answerJson(response, 202, invite)],
    [
      'a redirect',
      (_request, response) => void response.writeHead(302, { Location: 'https://evil.test/' }).end(),
    ],
    [
      'far too much',
      (_request, response) => answerJson(response, 200, { ...invite, email: 'x'.repeat(6_000_000) }),
    ],
  ])('answered with %s has not met a FastLinkIt server', async (_what, answer) => {
    const url = await listen(answer);
    const problem = await problemOfCall(client.call(url, getInvite, { params: inviteParams }));
    expect(problem?.code).toBe('not_fastlinkit');
    expect(problem?.detail).toContain(url);
  });

  it('that gets no answer in time has met no server', async () => {
    const url = await listen(() => undefined);
    const call = client.call(url, getInvite, { params: inviteParams }, { timeLimitMs: 50 });
    expect(await problemOfCall(call)).toMatchObject({ code: 'server_unreachable' });
  });

  it('that drips its answer for ever has met no server', async () => {
    const url = await listen((_request, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json' });
      response.write('{"id":');
    });
    const call = client.call(url, getInvite, { params: inviteParams }, { timeLimitMs: 50 });
    expect(await problemOfCall(call)).toMatchObject({ code: 'server_unreachable' });
  });

  it('to a closed port has met no server', async () => {
    const url = await listen(() => undefined);
    await server.close();
    const problem = await problemOfCall(client.call(url, getInvite, { params: inviteParams }));
    expect(problem?.code).toBe('server_unreachable');
    expect(problem?.detail).toContain(url);
  });
});

describe('a deed whose answer is lost', () => {
  it('is asked for again with the same key', async () => {
    const url = await listen((_request, response) => {
      if (server.requests.length === 1) response.destroy();
      else answerJson(response, 200, invite);
    });
    await client.call(url, resendInvite, { params: inviteParams, body: {} }, { idempotencyKey: 'key' });
    expect(server.requests.map(({ headers }) => headers['idempotency-key'])).toEqual(['key', 'key']);
  });

  it('is waited for while its first try still runs', async () => {
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

  it('is not repeated without a key', async () => {
    const url = await listen((_request, response) => void response.destroy());
    const call = client.call(url, resendInvite, { params: inviteParams, body: {} });
    expect(await problemOfCall(call)).toMatchObject({ code: 'server_unreachable' });
    expect(server.requests).toHaveLength(1);
  });
});

describe('tokens', () => {
  const tokens = {
    accessToken: 'a',
    accessTokenExpiresAt: '2026-11-22T13:15:00.000Z',
    refreshToken: 'r',
    user: { id: 'u', email: 'ada@acme.test', firstName: 'Ada', lastName: 'L', staff: false },
  };

  it('are used for the time the server gives, whatever this computer’s clock says', async () => {
    const url = await listen((_request, response) =>
      answerJson(response, 200, tokens, { Date: 'Sun, 22 Nov 2026 13:00:00 GMT' }),
    );
    const before = Date.now();
    const issued = await client.issueTokens(url, login, { body: { email: 'ada@acme.test', password: 'p' } });
    expect(issued.tokens).toEqual(tokens);
    expect(issued.freshUntil - before).toBeGreaterThanOrEqual(14 * 60_000);
    expect(issued.freshUntil - before).toBeLessThan(14 * 60_000 + 10_000);
  });

  it('are measured by this computer’s clock when the server names no time', () => {
    const now = Date.parse('2026-11-22T13:00:00Z');
    expect(freshUntil(tokens, undefined, now)).toBe(now + 14 * 60_000);
    expect(freshUntil(tokens, 'nonsense', now + 3_600_000)).toBe(now + 3_600_000);
  });
});
