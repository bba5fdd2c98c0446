import { describe, expect, test } from 'vitest';
import { authenticate, callerKey } from '../../src/backend/session/authenticate.ts';
import { findLiveSession } from '../../src/backend/session/session-repository.ts';
import { signIn } from '../../src/backend/sign-in/sign-in.ts';
import { sessionTokenKeys } from '../../src/backend/session/session-tokens.ts';
import type { Person } from '../helpers/factories.ts';
import { problemOf } from './problem-of.ts';
import { useDatabase } from './use-database.ts';
import { findUser, findUserByEmail, insertUser } from '../../src/backend/user/user-repository.ts';
import { getMe } from '../../src/backend/account/get-me.ts';
import { startWebSession } from '../../src/backend/session/web-session.ts';
import { signOut } from '../../src/backend/session/sign-out.ts';
import { refreshSession } from '../../src/backend/session/refresh-session.ts';

const harness = useDatabase();
const origin = { device: 'Test/1.0', address: '203.0.113.5' };

async function signedIn(given: Parameters<ReturnType<typeof harness>['testData']['person']>[0] = {}) {
  const person = await harness().testData.person(given);
  const { email, password } = person;
  const tokens = await signIn(harness(), { email, password, origin });
  const claims = sessionTokenKeys(harness().secrets).readRefresh(tokens.refreshToken);
  return { person, ...tokens, sessionId: claims?.sessionId ?? '' };
}

const passTime = (sessionId: string, interval: string) =>
  harness().database.pool.query(
    `update sessions set rotated_at = rotated_at - $2::interval, last_seen_at = last_seen_at - $2::interval,
       expires_at = expires_at - $2::interval where id = $1`,
    [sessionId, interval],
  );

const rowOf = async (sessionId: string) => {
  const { rows } = await harness().database.pool.query<{
    generation: number;
    ended: boolean;
    rotated: number;
    seen: number;
    left: number;
  }>(
    `select generation, ended_at is not null as ended, extract(epoch from now() - rotated_at)::float8 as rotated,
       extract(epoch from now() - last_seen_at)::float8 as seen, extract(epoch from expires_at - now())::float8 as left
     from sessions where id = $1`,
    [sessionId],
  );
  if (!rows[0]) throw new Error('there is no such session');
  return rows[0];
};

const endedEvents = async (sessionId: string) =>
  (await harness().events('session.ended')).filter(({ sessionIds }) => String(sessionIds) === sessionId)
    .length;

const bearer = (token: string) => `Bearer ${token}`;

describe('a refresh', () => {
  test('replaces the token by its successor and extends the session', async () => {
    const { person, sessionId, refreshToken } = await signedIn();
    await passTime(sessionId, '3 days');
    const next = await refreshSession(harness(), refreshToken);
    expect(sessionTokenKeys(harness().secrets).readRefresh(next.refreshToken)).toEqual({
      sessionId,
      generation: 1,
    });
    expect(next.user.id).toBe(person.id);
    const row = await rowOf(sessionId);
    expect(row).toMatchObject({ generation: 1, ended: false });
    expect(row.rotated).toBeLessThan(60);
    expect(row.seen).toBeLessThan(60);
    expect(row.left).toBeGreaterThan(30 * 24 * 60 * 60 - 60);
    expect((await authenticate(harness(), bearer(next.accessToken))).sessionId).toBe(sessionId);
  });

  test('of a used token within the grace period returns the same successor and changes nothing', async () => {
    const { sessionId, refreshToken, person } = await signedIn();
    const first = await refreshSession(harness(), refreshToken);
    await passTime(sessionId, '9 seconds');
    const second = await refreshSession(harness(), refreshToken);
    expect(second.refreshToken).toBe(first.refreshToken);
    expect(second.user.id).toBe(person.id);
    const row = await rowOf(sessionId);
    expect(row.generation).toBe(1);
    expect(row.rotated).toBeGreaterThan(8);
    expect(await endedEvents(sessionId)).toBe(0);
  });

  test('of a used token returns the same successor until that has arrived, however late', async () => {
    const { sessionId, refreshToken, accessToken } = await signedIn();
    const lost = await refreshSession(harness(), refreshToken);
    await passTime(sessionId, '1 hour');
    // The token from before is still in use meanwhile.
    await authenticate(harness(), bearer(accessToken));
    const again = await refreshSession(harness(), refreshToken);
    expect(again.refreshToken).toBe(lost.refreshToken);
    expect(await rowOf(sessionId)).toMatchObject({ generation: 1, ended: false });

    await authenticate(harness(), bearer(again.accessToken));
    expect((await problemOf(refreshSession(harness(), refreshToken))).code).toBe('session_revoked');
  });

  test('of a used token after the grace period ends the session on every node', async () => {
    const { sessionId, refreshToken } = await signedIn();
    const next = await refreshSession(harness(), refreshToken);
    await authenticate(harness(), bearer(next.accessToken));
    await passTime(sessionId, '11 seconds');
    const refusal = await problemOf(refreshSession(harness(), refreshToken));
    expect([refusal.code, refusal.message]).toEqual([
      'session_revoked',
      'Your session has ended. Sign in again.',
    ]);
    expect((await rowOf(sessionId)).ended).toBe(true);
    expect(await endedEvents(sessionId)).toBe(1);
    expect((await problemOf(refreshSession(harness(), next.refreshToken))).code).toBe('session_revoked');
    expect((await problemOf(authenticate(harness(), bearer(next.accessToken)))).code).toBe('unauthenticated');
  });

  test('of a session that is ended, expired or unknown is rejected, and changes nothing', async () => {
    const [ended, expired] = [await signedIn(), await signedIn()];
    await signOut(harness(), ended.refreshToken);
    await passTime(expired.sessionId, '31 days');
    const keys = sessionTokenKeys(harness().secrets);
    const never = keys.signRefresh('00000000-0000-7000-8000-000000000000', 0);
    for (const token of [ended.refreshToken, expired.refreshToken, never, 'nonsense', '']) {
      expect((await problemOf(refreshSession(harness(), token))).code).toBe('session_revoked');
    }
    expect((await rowOf(expired.sessionId)).generation).toBe(0);
    expect(await endedEvents(expired.sessionId)).toBe(0);
  });

  test('by twenty parallel calls returns the same successor to all', async () => {
    const { sessionId, refreshToken } = await signedIn();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => refreshSession(harness(), refreshToken)),
    );
    expect(new Set(answers.map((answer) => answer.refreshToken)).size).toBe(1);
    expect((await rowOf(sessionId)).generation).toBe(1);
  });
});

describe('a sign-out', () => {
  test('ends the session with one event; a malformed token changes nothing', async () => {
    const { sessionId, refreshToken, accessToken } = await signedIn();
    const other = await signedIn();
    await signOut(harness(), 'nonsense');
    await signOut(harness(), accessToken);
    expect((await rowOf(sessionId)).ended).toBe(false);
    await signOut(harness(), refreshToken);
    await signOut(harness(), refreshToken);
    expect((await rowOf(sessionId)).ended).toBe(true);
    expect(await endedEvents(sessionId)).toBe(1);
    expect((await rowOf(other.sessionId)).ended).toBe(false);
  });
});

describe('the caller', () => {
  test('is the user that the token names, as the database describes them', async () => {
    const { person, sessionId, accessToken } = await signedIn();
    for (const header of [bearer(accessToken), `bearer ${accessToken}`, `BEARER ${accessToken}`]) {
      expect(await authenticate(harness(), header)).toEqual({
        userId: person.id,
        sessionId,
        name: `${person.firstName} ${person.lastName}`,
        email: person.email,
        staff: false,
        scopes: null,
      });
    }
    await harness().database.pool.query('update users set staff = true where id = $1', [person.id]);
    expect((await authenticate(harness(), bearer(accessToken))).staff).toBe(false);
    await harness().database.pool.query('update users set totp_confirmed_at = now() where id = $1', [
      person.id,
    ]);
    expect((await authenticate(harness(), bearer(accessToken))).staff).toBe(true);
  });

  test('is unknown without exactly one valid token', async () => {
    const { accessToken, refreshToken } = await signedIn();
    const headers = [
      undefined,
      '',
      'Bearer',
      'Bearer ',
      accessToken,
      `Basic ${accessToken}`,
      `Bearer  ${accessToken}`,
      ` Bearer ${accessToken}`,
      `Bearer ${accessToken} `,
      `Bearer ${accessToken} ${accessToken}`,
      `xBearer ${accessToken}`,
      bearer(refreshToken),
      bearer(`${accessToken}x`),
    ];
    for (const header of headers) {
      const refusal = await problemOf(authenticate(harness(), header));
      expect([refusal.code, refusal.message], header).toEqual(['unauthenticated', 'Sign in to continue.']);
    }
  });

  test('is unknown when the session is ended, expired, another user’s or a browser’s', async () => {
    const [ended, expired, one, other] = [
      await signedIn(),
      await signedIn(),
      await signedIn(),
      await signedIn(),
    ];
    await signOut(harness(), ended.refreshToken);
    await passTime(expired.sessionId, '31 days');
    const keys = sessionTokenKeys(harness().secrets);
    const soon = new Date(Date.now() + 60_000);
    const crossed = await keys.signAccess(
      { userId: one.person.id, sessionId: other.sessionId, generation: 0 },
      soon,
    );
    const user = await findUser(harness().database.orm, one.person.id);
    if (!user) throw new Error('there is no account');
    const cookie = await startWebSession(harness(), harness().database.orm, user, origin);
    const web = keys.readCookie(cookie) ?? '';
    const ofBrowser = await keys.signAccess({ userId: one.person.id, sessionId: web, generation: 0 }, soon);
    for (const token of [ended.accessToken, expired.accessToken, crossed, ofBrowser]) {
      expect((await problemOf(authenticate(harness(), bearer(token)))).code).toBe('unauthenticated');
    }
  });

  test('is stored as seen with each new token, and not by an earlier one', async () => {
    const { sessionId, refreshToken, accessToken } = await signedIn();
    const seenGeneration = () =>
      harness().value('select seen_generation from sessions where id = $1', [sessionId]);
    const next = await refreshSession(harness(), refreshToken);
    await authenticate(harness(), bearer(accessToken));
    expect(await seenGeneration()).toBe(0);
    await authenticate(harness(), bearer(next.accessToken));
    expect(await seenGeneration()).toBe(1);
    await passTime(sessionId, '2 minutes');
    await authenticate(harness(), bearer(accessToken));
    expect(await seenGeneration()).toBe(1);
  });

  test('is stored as seen once a minute', async () => {
    const { sessionId, accessToken } = await signedIn();
    await passTime(sessionId, '50 seconds');
    await authenticate(harness(), bearer(accessToken));
    expect((await rowOf(sessionId)).seen).toBeGreaterThan(40);
    await passTime(sessionId, '20 seconds');
    await authenticate(harness(), bearer(accessToken));
    expect((await rowOf(sessionId)).seen).toBeLessThan(40);
  });

  test('is counted per user, otherwise per network', async () => {
    const { person, accessToken } = await signedIn();
    expect(await callerKey(harness(), bearer(accessToken), '203.0.113.5')).toBe(`user ${person.id}`);
    for (const header of [undefined, 'Bearer x', accessToken]) {
      expect(await callerKey(harness(), header, '203.0.113.5')).toBe('address 203.0.113.5');
      expect(await callerKey(harness(), header, '2001:db8:1:2::9')).toBe('address 2001:db8:1:2::/64');
    }
  });
});

describe('an account', () => {
  test('is returned with its memberships', async () => {
    const team = await harness().testData.team({ name: 'Acme' });
    const { user, memberships } = await getMe(harness(), team.admin.id);
    expect(user).toEqual({
      id: team.admin.id,
      email: team.admin.email,
      firstName: 'Adam',
      lastName: 'Admin',
      staff: false,
    });
    expect(memberships).toEqual([
      { organizationId: team.organizationId, organizationName: 'Acme', role: 'admin' },
    ]);
    const nobody = await problemOf(getMe(harness(), '00000000-0000-7000-8000-000000000000'));
    expect([nobody.code, nobody.message]).toEqual(['unauthenticated', 'Sign in to continue.']);
  });

  test('is found by its email and its id', async () => {
    const { testData, database } = harness();
    const [person, other]: Person[] = [await testData.person(), await testData.person()];
    expect((await findUserByEmail(database.orm, person?.email ?? ''))?.id).toBe(person?.id);
    expect(await findUserByEmail(database.orm, 'nobody@example.test')).toBeUndefined();
    expect((await findUser(database.orm, other?.id ?? ''))?.email).toBe(other?.email);
  });

  test('is created once for each email', async () => {
    const person = await harness().testData.person();
    const { id: _, password, ...row } = person;
    const again = await harness().database.transaction((tx) =>
      insertUser(tx, { ...row, id: '01a204a9-2d99-767a-9055-41f2288c4479', passwordHash: password }),
    );
    expect(again).toBe(false);
    expect(await harness().value('select count(*)::int from users where email = $1', [person.email])).toBe(1);
  });

  test('has an active session that is found by its kind', async () => {
    const { person, sessionId } = await signedIn();
    const { orm } = harness().database;
    expect((await findLiveSession(orm, sessionId, 'app'))?.user.id).toBe(person.id);
    expect(await findLiveSession(orm, sessionId, 'web')).toBeUndefined();
  });
});
