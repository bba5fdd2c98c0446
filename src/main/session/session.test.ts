import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SessionState } from '#contract/bridge/types';
import { createOrganization, listOrganizations } from '#contract/organization/api';
import { release } from '#contract/version/model';
import { answerJson, answerProblem, startLocalServer } from '../../../test/helpers/local-server.ts';
import type { LocalServer, ReceivedRequest } from '../../../test/helpers/local-server.ts';
import { createBackendClient } from '../backend/backend-client.ts';
import { problemOf } from '../backend/bridge-problem.ts';
import { createFileDownload } from '../backend/file-download.ts';
import type { SessionAccess } from '../backend/live-connection.ts';
import type { PreferenceStore } from '../preferences/preferences.ts';
import { createSession } from './session.ts';
import type { SavedSession, SessionVault } from './session-vault.ts';

// A busy machine needs longer.
vi.setConfig({ testTimeout: 20_000 });
const patience = { timeout: 10_000 };
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const client = createBackendClient({
  fetch: (input, init) => fetch(input, { ...init, redirect: 'manual' }),
  appHeaders: { 'User-Agent': 'test' },
  serverNow: () => Date.now(),
});
const user = { id: 'u', email: 'ada@acme.test', firstName: 'Ada', lastName: 'L', staff: false };
const acme = { organizationId: 'o', organizationName: 'Acme Support', role: 'owner' as const };
const page = { items: [], nextCursor: null, total: 0, totalIsCapped: false };

/** The part of the backend that a session needs. */
let server: LocalServer;
let valid: string;
let generation: number;
let memberships: (typeof acme)[];
let isRevoked: boolean;
/** What answers in place of the backend. */
let inPlace: ((response: ServerResponse) => void) | undefined;
/** What every answer says of the server's release. */
let versionHeader: Record<string, string>;
/** What the server says when it is asked for its version. */
let version: { version: string; minimumApp: string; features: string[] };

function issue(): unknown {
  generation += 1;
  valid = `access-${generation}`;
  const accessTokenExpiresAt = new Date(Date.now() + 900_000).toISOString();
  return { accessToken: valid, accessTokenExpiresAt, refreshToken: `refresh-${generation}`, user };
}

function answer({ path, headers, body }: ReceivedRequest, response: ServerResponse): void {
  if (inPlace !== undefined) return inPlace(response);
  for (const [name, value] of Object.entries(versionHeader)) response.setHeader(name, value);
  if (path === '/api/auth/login') {
    const isRight = (JSON.parse(body) as { password: string }).password === 'right';
    if (isRight) answerJson(response, 200, issue());
    else answerProblem(response, 401, 'invalid_credentials');
  } else if (path === '/api/auth/refresh') {
    if (isRevoked) answerProblem(response, 401, 'session_revoked');
    else answerJson(response, 200, issue());
  } else if (path === '/api/version') {
    answerJson(response, 200, version);
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

let preferenceValues: Map<string, unknown>;
let saved: SavedSession | undefined;
let changes: SessionState[];
let accesses: (SessionAccess | undefined)[];

beforeEach(async () => {
  valid = 'none';
  generation = 0;
  memberships = [acme];
  isRevoked = false;
  inPlace = undefined;
  versionHeader = { 'FastLinkIt-Version': release };
  version = { version: release, minimumApp: '0.0.0', features: [] };
  preferenceValues = new Map();
  saved = undefined;
  changes = [];
  accesses = [];
  server = await startLocalServer(answer);
});
afterEach(() => server.close());

function open(appRelease = release) {
  const preferences: PreferenceStore = {
    read: (name) => preferenceValues.get(name),
    write: (name, value) => void preferenceValues.set(name, value),
  };
  const vault: SessionVault = {
    persistence: () => ({ keychain: true }),
    load: () => saved,
    save: (session) => void (saved = session),
    clear: () => void (saved = undefined),
  };
  return createSession({
    client,
    openFile: createFileDownload({
      fetch: (input, init) => fetch(input, init),
      appHeaders: { 'User-Agent': 'test' },
      serverNow: () => Date.now(),
    }),
    vault,
    preferences,
    log,
    onChange: (state) => changes.push(state),
    onAccess: (access) => accesses.push(access),
    appRelease,
  });
}

const ada = () => ({ server: server.url, email: ' ada@acme.test ', password: 'right' });
const paths = () => server.requests.map(({ path }) => path);

async function problemOfCall(call: Promise<unknown>) {
  return problemOf(await call.catch((error: unknown) => error));
}

describe('a session that no one has signed in to', () => {
  it('suggests the server on this computer', () => {
    expect(open().state()).toEqual({
      status: 'signed-out',
      server: 'http://127.0.0.1:4600',
      email: null,
      reason: null,
      persistence: { keychain: true },
    });
  });

  it('rejects calls without a request', async () => {
    expect(await problemOfCall(open().call(listOrganizations, {}))).toMatchObject({
      code: 'unauthenticated',
    });
    expect(paths()).toEqual([]);
  });
});

describe('signing in', () => {
  it('saves the session, remembers server and email address, and starts the live connection', async () => {
    const session = open();
    const state = await session.signIn(ada());
    expect(state).toMatchObject({ status: 'signed-in', server: server.url, user, memberships: [acme] });
    expect(changes).toEqual([state]);
    expect(saved).toMatchObject({ server: server.url, tokens: { refreshToken: 'refresh-1' } });
    expect(preferenceValues.get('lastSignIn')).toEqual({ server: server.url, email: 'ada@acme.test' });
    expect(await accesses[0]?.accessToken()).toBe('access-1');
    expect(JSON.stringify(state)).not.toContain('access-1');
    expect(JSON.stringify(state)).not.toContain('refresh-1');
  });

  it('does not send the password to a server that is not a FastLinkIt server', async () => {
    await server.close();
    server = await startLocalServer((_request, response) => answerJson(response, 200, { hello: 'world' }));
    expect(await problemOfCall(open().signIn(ada()))).toMatchObject({ code: 'not_fastlinkit' });
    expect(server.requests.some(({ body }) => body.includes('right'))).toBe(false);
  });

  it('fails with the server’s problem for a wrong password', async () => {
    const session = open();
    const problem = await problemOfCall(session.signIn({ ...ada(), password: 'wrong' }));
    expect(problem).toMatchObject({ code: 'invalid_credentials' });
    expect(session.state()).toMatchObject({ status: 'signed-out' });
    expect(saved).toBeUndefined();
  });

  it('rejects an invalid server address at its field', async () => {
    const problem = await problemOfCall(open().signIn({ ...ada(), server: 'http://flnk.example' }));
    expect(problem).toMatchObject({ code: 'validation_failed', errors: [{ path: 'server' }] });
  });

  it('has no effect when the user has signed out in the meantime', async () => {
    const session = open();
    const signingIn = session.signIn(ada());
    session.signOut();
    expect(await signingIn).toMatchObject({ status: 'signed-out' });
    await expect.poll(() => paths(), patience).toContain('/api/auth/logout');
    expect(saved).toBeUndefined();
  });
});

describe('after a restart', () => {
  it('continues the saved session before the server has answered', async () => {
    await open().signIn(ada());
    const asked = paths().length;
    expect(open().state()).toMatchObject({ status: 'signed-in', user, memberships: [acme] });
    expect(paths()).toHaveLength(asked);
  });

  it.each([
    [
      'an older server',
      { version: '0.1.0', minimumApp: '0.0.0' },
      /runs FastLinkIt 0\.1\.0, which is too old for this app \(0\.9\.0\)/,
    ],
    [
      'a server that needs a newer app',
      { version: '1.2.0', minimumApp: '1.0.0' },
      /needs FastLinkIt Admin 1\.0\.0 or later, and you have 0\.9\.0\. Update the app\.$/,
    ],
  ])('ends the saved session as a sign-in would be refused, and says why: %s', async (_what, said, why) => {
    await open().signIn(ada());
    version = { ...said, features: [] };
    const session = open('0.9.0');
    await expect
      .poll(() => session.state(), patience)
      .toMatchObject({
        status: 'signed-out',
        reason: 'ended',
        explanation: expect.stringMatching(why) as unknown,
        email: 'ada@acme.test',
      });
    expect(saved).toBeUndefined();
    expect(accesses.at(-1)).toBeUndefined();
    await expect.poll(paths, patience).toContain('/api/auth/logout');
  });

  it('checks the server when tokens are exchanged, if it gave no answer at first', async () => {
    await open().signIn(ada());
    inPlace = (response) => void response.destroy();
    const session = open('0.9.0');
    await expect.poll(paths, patience).toContain('/api/version');
    inPlace = undefined;
    expect(session.state()).toMatchObject({ status: 'signed-in' });

    versionHeader = { 'FastLinkIt-Version': '0.1.0' };
    valid = 'another';
    expect(await problemOfCall(session.call(listOrganizations, {}))).toMatchObject({
      code: 'server_too_old',
    });
    expect(session.state()).toMatchObject({
      status: 'signed-out',
      explanation: expect.stringContaining('0.1.0') as unknown,
    });
  });
});

describe('a keychain that opens while the app runs', () => {
  it('continues the session that is saved in it', async () => {
    await open().signIn(ada());
    const inKeychain = saved;
    saved = undefined;
    const session = open();
    changes = [];
    session.useOpenedKeychain();
    expect(changes).toMatchObject([{ status: 'signed-out' }]);
    saved = inKeychain;
    session.useOpenedKeychain();
    expect(changes.at(-1)).toMatchObject({ status: 'signed-in', user });
    expect(accesses.at(-1)).toMatchObject({ server: server.url });
  });

  it('saves the session that has begun without it', async () => {
    const session = open();
    await session.signIn(ada());
    saved = undefined;
    session.useOpenedKeychain();
    expect(saved).toMatchObject({ server: server.url });
    expect(session.state()).toMatchObject({ status: 'signed-in' });
  });
});

describe('a call', () => {
  it('is repeated with a new token and the same idempotency key when its token is refused', async () => {
    const session = open();
    await session.signIn(ada());
    valid = 'another';
    await problemOfCall(session.call(createOrganization, { body: { name: 'Initech' } }));
    const keys = server.requests
      .filter(({ method, path }) => method === 'POST' && path === '/api/organizations')
      .map(({ headers }) => headers['idempotency-key']);
    expect(keys).toEqual([expect.any(String), keys[0]]);
    expect(saved?.tokens.refreshToken).toBe('refresh-2');
  });

  it('causes one refresh for many simultaneous calls with a refused token', async () => {
    const session = open();
    await session.signIn(ada());
    valid = 'another';
    await Promise.all(Array.from({ length: 30 }, () => session.call(listOrganizations, {})));
    expect(paths().filter((path) => path === '/api/auth/refresh')).toHaveLength(1);
  });

  it('signs out and deletes the session when the server has ended it, and remembers the address', async () => {
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
    expect(saved).toBeUndefined();
    await session.signIn(ada());
    expect(session.state()).toMatchObject({ status: 'signed-in' });
  });
});

describe('what answers in place of the server', () => {
  it.each<[string, (response: ServerResponse) => void]>([
    ['a page', (response) => void response.writeHead(200, { 'Content-Type': 'text/html' }).end('<h1>Hello')],
    ['a page that wants a sign-in', (response) => void response.writeHead(401).end('<h1>Sign in')],
    [
      'a gateway that wants a sign-in',
      (response) => answerJson(response, 401, { code: 'sign_in', detail: 'Sign in.' }),
    ],
    ['a redirect', (response) => void response.writeHead(302, { Location: 'http://portal.test/' }).end()],
    ['a new address', (response) => void response.writeHead(308, { Location: 'https://new.test/' }).end()],
  ])('does not end the session: %s', async (_what, other) => {
    const session = open();
    await session.signIn(ada());
    valid = 'another';
    inPlace = other;
    const problem = await problemOfCall(session.call(listOrganizations, {}));
    expect(problem?.code).toBe('server_unreachable');
    expect(problem?.network).toBeDefined();
    expect(session.state()).toMatchObject({ status: 'signed-in' });
    expect(saved?.tokens.refreshToken).toBe('refresh-1');

    // It differs from a wrong address at the next sign-in too.
    const again = await problemOfCall(session.signIn(ada()));
    expect(again?.network).toEqual(problem?.network);
    inPlace = undefined;
    await session.call(listOrganizations, {});
    expect(saved?.tokens.refreshToken).toBe('refresh-2');
  });
});

describe('a sign-in while somebody is signed in on another server', () => {
  it('leaves the session there alone, until it succeeds and afterwards', async () => {
    const session = open();
    await session.signIn(ada());
    const elsewhere = await startLocalServer(answer);
    const asked = paths().length;
    await problemOfCall(session.signIn({ ...ada(), server: elsewhere.url, password: 'wrong' }));
    expect(session.state()).toMatchObject({ status: 'signed-in', server: server.url });
    expect(saved?.server).toBe(server.url);

    await session.signIn({ ...ada(), server: elsewhere.url });
    expect(session.state()).toMatchObject({ status: 'signed-in', server: elsewhere.url });
    expect(saved?.server).toBe(elsewhere.url);
    await session.call(listOrganizations, {});
    expect(paths()).toHaveLength(asked);
    expect(elsewhere.requests.some(({ headers }) => headers.authorization === 'Bearer access-1')).toBe(false);
    await elsewhere.close();
  });
});

describe('a sleep of the computer', () => {
  it('begins with new tokens, even if their answer is lost', async () => {
    const session = open();
    await session.signIn(ada());
    inPlace = (response) => void response.destroy();
    await session.renewTokens();
    expect(session.state()).toMatchObject({ status: 'signed-in' });
    inPlace = undefined;
    await session.renewTokens();
    expect(saved?.tokens.refreshToken).toBe('refresh-2');
  });

  it('changes nothing where the server would take a second attempt for a theft', async () => {
    versionHeader = {};
    const session = open();
    await session.signIn(ada());
    await session.renewTokens();
    expect(paths()).not.toContain('/api/auth/refresh');
  });

  it('ends with new tokens if they have expired', async () => {
    const session = open();
    await session.signIn(ada());
    await session.keepTokensFresh();
    expect(paths()).not.toContain('/api/auth/refresh');
    saved = saved && { ...saved, freshUntil: Date.now() - 1 };
    await open().keepTokensFresh();
    expect(saved?.tokens.refreshToken).toBe('refresh-2');
  });

  it('needs nobody who is signed in', async () => {
    const session = open();
    await session.renewTokens();
    await session.keepTokensFresh();
    expect(paths()).toEqual([]);
  });
});

describe('a download', () => {
  const file = { path: '/api/members.csv', params: {}, type: 'text/csv' };

  it('is repeated with a new token when its token is refused', async () => {
    const session = open();
    await session.signIn(ada());
    valid = 'another';
    const content = (await session.download(file))[Symbol.asyncIterator]();
    const { value } = (await content.next()) as IteratorYieldResult<Uint8Array>;
    expect(Buffer.from(value).toString()).toBe('id,email\r\n');
    expect(saved?.tokens.refreshToken).toBe('refresh-2');
    session.signOut();
    await content.next().catch(() => undefined);
  });

  it('is cancelled by signing out, and rejected when no one is signed in', async () => {
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
  it('ends the session on the server', async () => {
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

  it('works offline, without waiting', async () => {
    const session = open();
    await session.signIn(ada());
    await server.close();
    expect(session.signOut()).toMatchObject({ status: 'signed-out' });
    expect(saved).toBeUndefined();
    expect(accesses.at(-1)).toBeUndefined();
  });
});

describe('the identity of the signed-in user', () => {
  it('is published and saved only when it has changed', async () => {
    const session = open();
    await session.signIn(ada());
    await session.renewIdentity();
    expect(changes).toHaveLength(1);
    memberships = [];
    await session.renewIdentity();
    expect(changes.at(-1)).toMatchObject({ memberships: [] });
    expect(saved?.memberships).toEqual([]);
  });
});
