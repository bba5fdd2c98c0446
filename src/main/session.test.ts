import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SessionState } from '#contract/admin-bridge';
import { createOrganization, listOrganizations } from '#contract/organization';
import { answerJson, answerProblem, startLocalServer } from '../../test/support/local-server.ts';
import type { LocalServer, ReceivedRequest } from '../../test/support/local-server.ts';
import { createBackendClient } from './backend-client.ts';
import { problemOf } from './bridge-problem.ts';
import type { Preferences } from './preferences.ts';
import { createFileDownload } from './file-download.ts';
import { createSession } from './session.ts';
import type { SessionAccess } from './session.ts';
import type { KeptSession, SessionVault } from './session-vault.ts';

// On a busy machine the server's turn comes late.
vi.setConfig({ testTimeout: 20_000 });
const patience = { timeout: 10_000 };
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const client = createBackendClient({ fetch: (input, init) => fetch(input, init), userAgent: 'test' });
const user = { id: 'u', email: 'ada@acme.test', firstName: 'Ada', lastName: 'L', staff: false };
const acme = { organizationId: 'o', organizationName: 'Acme Support', role: 'owner' as const };
const page = { items: [], nextCursor: null, total: 0, totalIsCapped: false };

/** As much of the backend as a session needs. */
let server: LocalServer;
let valid: string;
let generation: number;
let memberships: (typeof acme)[];
let isRevoked: boolean;

function issue(): unknown {
  generation += 1;
  valid = `access-${generation}`;
  const accessTokenExpiresAt = new Date(Date.now() + 900_000).toISOString();
  return { accessToken: valid, accessTokenExpiresAt, refreshToken: `refresh-${generation}`, user };
}

function answer({ path, headers, body }: ReceivedRequest, response: ServerResponse): void {
  if (path === '/api/auth/login') {
    const isRight = (JSON.parse(body) as { password: string }).password === 'right';
    if (isRight) answerJson(response, 200, issue());
    else answerProblem(response, 401, 'invalid_credentials');
  } else if (path === '/api/auth/refresh') {
    if (isRevoked) answerProblem(response, 401, 'session_revoked');
    else answerJson(response, 200, issue());
  } else if (path === '/api/auth/logout') {
    response.writeHead(204).end();
  } else if (headers.authorization !== `Bearer ${valid}`) {
    answerProblem(response, 401, 'unauthenticated');
  } else if (path === '/api/members.csv') {
    response.writeHead(200, { 'Content-Type': 'text/csv' });
    response.write('id,email\r\n');
  } else if (path === '/api/me') {
    answerJson(response, 200, { user, memberships });
  } else {
    answerJson(response, 200, page);
  }
}

let remembered: Map<string, unknown>;
let kept: KeptSession | undefined;
let changes: SessionState[];
let accesses: (SessionAccess | undefined)[];

beforeEach(async () => {
  valid = 'none';
  generation = 0;
  memberships = [acme];
  isRevoked = false;
  remembered = new Map();
  kept = undefined;
  changes = [];
  accesses = [];
  server = await startLocalServer(answer);
});
afterEach(() => server.close());

function open() {
  const preferences: Preferences = {
    read: (name) => remembered.get(name),
    write: (name, value) => void remembered.set(name, value),
  };
  const vault: SessionVault = {
    keeping: () => ({ keychain: true }),
    read: () => kept,
    write: (session) => void (kept = session),
    clear: () => void (kept = undefined),
  };
  return createSession({
    client,
    openFile: createFileDownload({ fetch: (input, init) => fetch(input, init), userAgent: 'test' }),
    vault,
    preferences,
    log,
    onChange: (state) => changes.push(state),
    onAccess: (access) => accesses.push(access),
  });
}

const ada = () => ({ server: server.url, email: ' ada@acme.test ', password: 'right' });
const paths = () => server.requests.map(({ path }) => path);

async function problemOfCall(call: Promise<unknown>) {
  return problemOf(await call.catch((error: unknown) => error));
}

describe('before anybody has signed in', () => {
  it('offers the server on this computer', () => {
    expect(open().state()).toEqual({
      status: 'signed-out',
      server: 'http://127.0.0.1:4600',
      email: null,
      reason: null,
      keeping: { keychain: true },
    });
  });

  it('does nothing in nobody’s name', async () => {
    expect(await problemOfCall(open().call(listOrganizations, {}))).toMatchObject({
      code: 'unauthenticated',
    });
    expect(paths()).toEqual([]);
  });
});

describe('signing in', () => {
  it('keeps the session, remembers server and address, and opens the way for the live connection', async () => {
    const session = open();
    const state = await session.signIn(ada());
    expect(state).toMatchObject({ status: 'signed-in', server: server.url, user, memberships: [acme] });
    expect(changes).toEqual([state]);
    expect(kept).toMatchObject({ server: server.url, tokens: { refreshToken: 'refresh-1' } });
    expect(remembered.get('lastSignIn')).toEqual({ server: server.url, email: 'ada@acme.test' });
    expect(await accesses[0]?.accessToken()).toBe('access-1');
    expect(JSON.stringify(state)).not.toContain('access-1');
    expect(JSON.stringify(state)).not.toContain('refresh-1');
  });

  it('does not send the password before it is known who is there', async () => {
    await server.close();
    server = await startLocalServer((_request, response) => answerJson(response, 200, { hello: 'world' }));
    expect(await problemOfCall(open().signIn(ada()))).toMatchObject({ code: 'not_fastlinkit' });
    expect(server.requests.some(({ body }) => body.includes('right'))).toBe(false);
  });

  it('says what is wrong with the password', async () => {
    const session = open();
    const problem = await problemOfCall(session.signIn({ ...ada(), password: 'wrong' }));
    expect(problem).toMatchObject({ code: 'invalid_credentials' });
    expect(session.state()).toMatchObject({ status: 'signed-out' });
    expect(kept).toBeUndefined();
  });

  it('says what is wrong with the address of the server', async () => {
    const problem = await problemOfCall(open().signIn({ ...ada(), server: 'http://flnk.example' }));
    expect(problem).toMatchObject({ code: 'validation_failed', errors: [{ path: 'server' }] });
  });

  it('counts for nothing when somebody has signed out meanwhile', async () => {
    const session = open();
    const signingIn = session.signIn(ada());
    session.signOut();
    expect(await signingIn).toMatchObject({ status: 'signed-out' });
    await expect.poll(() => paths(), patience).toContain('/api/auth/logout');
    expect(kept).toBeUndefined();
  });
});

describe('after a restart', () => {
  it('goes on without asking anybody', async () => {
    await open().signIn(ada());
    const asked = paths().length;
    expect(open().state()).toMatchObject({ status: 'signed-in', user, memberships: [acme] });
    expect(paths()).toHaveLength(asked);
  });
});

describe('a call', () => {
  it('that is refused gets a new token and is made once more, with the same key', async () => {
    const session = open();
    await session.signIn(ada());
    valid = 'another';
    await problemOfCall(session.call(createOrganization, { body: { name: 'Initech' } }));
    const keys = server.requests
      .filter(({ method, path }) => method === 'POST' && path === '/api/organizations')
      .map(({ headers }) => headers['idempotency-key']);
    expect(keys).toEqual([expect.any(String), keys[0]]);
    expect(kept?.tokens.refreshToken).toBe('refresh-2');
  });

  it('of many at once is refused with one refresh', async () => {
    const session = open();
    await session.signIn(ada());
    valid = 'another';
    await Promise.all(Array.from({ length: 30 }, () => session.call(listOrganizations, {})));
    expect(paths().filter((path) => path === '/api/auth/refresh')).toHaveLength(1);
  });

  it('of an ended session leads to the sign-in, address filled in, and leaves nothing behind', async () => {
    const session = open();
    await session.signIn(ada());
    valid = 'another';
    isRevoked = true;
    expect(await problemOfCall(session.call(listOrganizations, {}))).toMatchObject({
      code: 'session_revoked',
    });
    const ended = { status: 'signed-out', reason: 'ended', email: 'ada@acme.test', server: server.url };
    expect(session.state()).toMatchObject(ended);
    expect(changes.at(-1)).toMatchObject(ended);
    expect(accesses.at(-1)).toBeUndefined();
    expect(kept).toBeUndefined();
    await session.signIn(ada());
    expect(session.state()).toMatchObject({ status: 'signed-in' });
  });
});

describe('a download', () => {
  const file = { path: '/api/members.csv', params: {}, type: 'text/csv' };

  it('that is refused gets a new token and is begun once more', async () => {
    const session = open();
    await session.signIn(ada());
    valid = 'another';
    const content = (await session.download(file))[Symbol.asyncIterator]();
    const { value } = (await content.next()) as IteratorYieldResult<Uint8Array>;
    expect(Buffer.from(value).toString()).toBe('id,email\r\n');
    expect(kept?.tokens.refreshToken).toBe('refresh-2');
    session.signOut();
    await content.next().catch(() => undefined);
  });

  it('breaks off when one signs out, and is not begun by nobody', async () => {
    const session = open();
    await session.signIn(ada());
    const content = (await session.download(file))[Symbol.asyncIterator]();
    await content.next();
    session.signOut();
    expect(await problemOfCall(content.next())).toMatchObject({ code: 'server_unreachable' });
    expect(await problemOfCall(session.download(file))).toMatchObject({ code: 'unauthenticated' });
  });
});

describe('signing out', () => {
  it('tells the server', async () => {
    const session = open();
    await session.signIn(ada());
    expect(session.signOut()).toMatchObject({ status: 'signed-out', reason: null, email: 'ada@acme.test' });
    await expect
      .poll(() => server.requests.at(-1), patience)
      .toMatchObject({
        path: '/api/auth/logout',
        body: '{"refreshToken":"refresh-1"}',
      });
  });

  it('works offline, at once', async () => {
    const session = open();
    await session.signIn(ada());
    await server.close();
    expect(session.signOut()).toMatchObject({ status: 'signed-out' });
    expect(kept).toBeUndefined();
    expect(accesses.at(-1)).toBeUndefined();
  });
});

describe('the identity', () => {
  it('is told when it has changed, and only then', async () => {
    const session = open();
    await session.signIn(ada());
    await session.renewIdentity();
    expect(changes).toHaveLength(1);
    memberships = [];
    await session.renewIdentity();
    expect(changes.at(-1)).toMatchObject({ memberships: [] });
    expect(kept?.memberships).toEqual([]);
  });
});
