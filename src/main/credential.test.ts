import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { refresh } from '#contract/session';
import { answerJson, answerProblem, startLocalServer } from '../../test/support/local-server.ts';
import type { LocalServer } from '../../test/support/local-server.ts';
import { createBackendClient } from './backend-client.ts';
import type { IssuedTokens } from './backend-client.ts';
import { problemOf } from './bridge-problem.ts';
import { createCredential } from './credential.ts';

const client = createBackendClient({ fetch: (input, init) => fetch(input, init), userAgent: 'test' });
const user = { id: 'u', email: 'ada@acme.test', firstName: 'Ada', lastName: 'L', staff: false };

function tokens(generation: number) {
  return {
    accessToken: `access-${generation}`,
    accessTokenExpiresAt: new Date(Date.now() + 900_000).toISOString(),
    refreshToken: `refresh-${generation}`,
    user,
  };
}

/** A server that takes each refresh token once, as the real one does. */
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
  const renewed: IssuedTokens[] = [];
  const ended: string[] = [];
  const credential = createCredential({
    issued: { tokens: tokens(0), freshUntil },
    renew: (refreshToken) => client.issueTokens(server.url, refresh, { body: { refreshToken } }),
    onRenewed: (issued) => renewed.push(issued),
    onEnded: () => ended.push('ended'),
  });
  return { credential, renewed, ended };
}

const later = () => Date.now() + 600_000;

async function codeOf(call: Promise<unknown>) {
  return problemOf(await call.catch((error: unknown) => error))?.code;
}

describe('the access token', () => {
  it('is handed out as it is while it is fresh', async () => {
    const { credential } = create(later());
    expect(await credential.accessToken()).toBe('access-0');
    expect(server.requests).toHaveLength(0);
  });

  it('is renewed ahead of its expiry', async () => {
    const { credential, renewed } = create(Date.now() - 1);
    expect(await credential.accessToken()).toBe('access-1');
    expect(renewed.map(({ tokens }) => tokens.refreshToken)).toEqual(['refresh-1']);
  });

  it('is renewed once for any number of callers at once, stale or refused', async () => {
    const { credential } = create(Date.now() - 1);
    const callers = Array.from({ length: 50 }, (_each, index) =>
      credential.accessToken(index % 2 === 0 ? undefined : 'access-0'),
    );
    expect(new Set(await Promise.all(callers))).toEqual(new Set(['access-1']));
    expect(server.requests).toHaveLength(1);
  });

  it('is not renewed for one who was refused with the token before', async () => {
    const { credential } = create(later());
    expect(await credential.accessToken('access-0')).toBe('access-1');
    expect(await credential.accessToken('access-0')).toBe('access-1');
    expect(server.requests).toHaveLength(1);
  });

  it('can be had again after a renewal that failed', async () => {
    const { credential, ended } = create(Date.now() - 1);
    refuse = (response) => answerProblem(response, 503, 'unavailable', { 'Retry-After': '1' });
    expect(await codeOf(credential.accessToken())).toBe('unavailable');
    refuse = undefined;
    expect(await credential.accessToken()).toBe('access-1');
    expect(ended).toEqual([]);
  });
});

describe('the end', () => {
  it('comes once when the server says so, and then nothing is asked any more', async () => {
    const { credential, ended } = create(Date.now() - 1);
    refuse = (response) => answerProblem(response, 401, 'session_revoked');
    const codes = await Promise.all([codeOf(credential.accessToken()), codeOf(credential.accessToken())]);
    expect(codes).toEqual(['session_revoked', 'session_revoked']);
    expect(await codeOf(credential.accessToken())).toBe('unauthenticated');
    expect(ended).toEqual(['ended']);
    expect(server.requests).toHaveLength(1);
  });

  it('waits for a renewal under way, so that the newest token is the one that is given up', async () => {
    const { credential, renewed } = create(Date.now() - 1);
    const renewal = codeOf(credential.accessToken());
    expect(await credential.end()).toBe('refresh-1');
    expect(await renewal).toBe('unauthenticated');
    expect(renewed).toEqual([]);
  });
});
