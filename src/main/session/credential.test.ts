import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { refreshSession } from '#contract/session/api';
import { answerJson, answerProblem, startLocalServer } from '../../../test/helpers/local-server.ts';
import type { LocalServer } from '../../../test/helpers/local-server.ts';
import { createBackendClient } from '../backend/backend-client.ts';
import type { IssuedTokens } from '../backend/backend-client.ts';
import { problemOf } from '../backend/bridge-problem.ts';
import { createCredential } from './credential.ts';

const client = createBackendClient({
  fetch: (input, init) => fetch(input, init),
  appHeaders: { 'User-Agent': 'test' },
  serverNow: () => Date.now(),
});
const user = { id: 'u', email: 'ada@acme.test', firstName: 'Ada', lastName: 'L', staff: false };

function tokens(generation: number) {
  return {
    accessToken: `access-${generation}`,
    accessTokenExpiresAt: new Date(Date.now() + 900_000).toISOString(),
    refreshToken: `refresh-${generation}`,
    user,
  };
}

/** A server that accepts each refresh token once, as the real one does. */
let server: LocalServer;
let generation: number;
let refuse: ((response: Parameters<typeof answerJson>[0]) => void) | undefined;

beforeEach(async () => {
  generation = 0;
  refuse = undefined;
  server = await startLocalServer((request, response) => {
    if (refuse !== undefined) return refuse(response);
    const sent = JSON.parse(request.body) as { refreshToken: string };
    if (sent.refreshToken !== `refresh-${generation}`) return answerProblem(response, 401, 'session_revoked');
    generation += 1;
    return answerJson(response, 200, tokens(generation));
  });
});
afterEach(() => server.close());

function create(freshUntil: number) {
  const refreshed: IssuedTokens[] = [];
  const ended: string[] = [];
  const credential = createCredential({
    issued: { tokens: tokens(0), freshUntil },
    refresh: (refreshToken) => client.issueTokens(server.url, refreshSession, { body: { refreshToken } }),
    onRefreshed: (issued) => refreshed.push(issued),
    onEnded: () => ended.push('ended'),
  });
  return { credential, refreshed, ended };
}

const later = () => Date.now() + 600_000;

async function codeOf(call: Promise<unknown>) {
  return problemOf(await call.catch((error: unknown) => error))?.code;
}

describe('the access token', () => {
  it('is returned without a refresh while it is fresh', async () => {
    const { credential } = create(later());
    expect(await credential.accessToken()).toBe('access-0');
    expect(server.requests).toHaveLength(0);
  });

  it('is refreshed before it expires', async () => {
    const { credential, refreshed } = create(Date.now() - 1);
    expect(await credential.accessToken()).toBe('access-1');
    expect(refreshed.map(({ tokens }) => tokens.refreshToken)).toEqual(['refresh-1']);
  });

  it('is refreshed once for any number of simultaneous callers', async () => {
    const { credential } = create(Date.now() - 1);
    const callers = Array.from({ length: 50 }, (_each, index) =>
      credential.accessToken(index % 2 === 0 ? undefined : 'access-0'),
    );
    expect(new Set(await Promise.all(callers))).toEqual(new Set(['access-1']));
    expect(server.requests).toHaveLength(1);
  });

  it('is not refreshed again for a caller whose token was already replaced', async () => {
    const { credential } = create(later());
    expect(await credential.accessToken('access-0')).toBe('access-1');
    expect(await credential.accessToken('access-0')).toBe('access-1');
    expect(server.requests).toHaveLength(1);
  });

  it('can be refreshed after a failed refresh', async () => {
    const { credential, ended } = create(Date.now() - 1);
    refuse = (response) => answerProblem(response, 503, 'unavailable', { 'Retry-After': '1' });
    expect(await codeOf(credential.accessToken())).toBe('unavailable');
    refuse = undefined;
    expect(await credential.accessToken()).toBe('access-1');
    expect(ended).toEqual([]);
  });
});

describe('the renewal of tokens', () => {
  it('exchanges tokens that are still fresh, and not those that it has just exchanged', async () => {
    const { credential, refreshed } = create(later());
    await Promise.all([credential.renew(), credential.renew()]);
    await credential.renew();
    expect(refreshed.map(({ tokens }) => tokens.refreshToken)).toEqual(['refresh-1']);
    expect(await credential.accessToken()).toBe('access-1');
  });

  it('can be repeated with the same token when its answer was lost', async () => {
    const { credential, ended } = create(later());
    refuse = (response) => void response.destroy();
    expect(await codeOf(credential.renew())).toBe('server_unreachable');
    refuse = undefined;
    await credential.renew();
    expect(server.requests.map(({ body }) => body)).toEqual(
      Array(2).fill(JSON.stringify({ refreshToken: 'refresh-0' })),
    );
    expect(ended).toEqual([]);
  });
});

describe('the end of a credential', () => {
  it('is reported once when the server ends the session, and no request follows', async () => {
    const { credential, ended } = create(Date.now() - 1);
    refuse = (response) => answerProblem(response, 401, 'session_revoked');
    const codes = await Promise.all([codeOf(credential.accessToken()), codeOf(credential.accessToken())]);
    expect(codes).toEqual(['session_revoked', 'session_revoked']);
    expect(await codeOf(credential.accessToken())).toBe('unauthenticated');
    expect(ended).toEqual(['ended']);
    expect(server.requests).toHaveLength(1);
  });

  it('waits for a running refresh, so that the newest token is revoked', async () => {
    const { credential, refreshed } = create(Date.now() - 1);
    const refreshing = codeOf(credential.accessToken());
    expect(await credential.end()).toBe('refresh-1');
    expect(await refreshing).toBe('unauthenticated');
    expect(refreshed).toEqual([]);
  });
});
