import { describe, expect, test } from 'vitest';
import { authenticate, callerKey } from '../../src/backend/session/access-token-service.ts';
import {
  findLiveSession,
  findUser,
  findUserByEmail,
  insertUser,
} from '../../src/backend/session/session-repository.ts';
import { login, logout, refresh, whoIs } from '../../src/backend/session/session-service.ts';
import { sessionTokenKeys } from '../../src/backend/session/session-tokens.ts';
import { startWebSession } from '../../src/backend/session/web-session-service.ts';
import type { Person } from '../support/factories.ts';
import { refused } from './refused.ts';
import { useDatabase } from './use-database.ts';

const stage = useDatabase();
const origin = { device: 'Test/1.0', address: '203.0.113.5' };

async function signedIn(given: Parameters<ReturnType<typeof stage>['world']['person']>[0] = {}) {
  const person = await stage().world.person(given);
  const { email, password } = person;
  const tokens = await login(stage(), { email, password, origin });
  const claims = sessionTokenKeys(stage().secrets).readRefresh(tokens.refreshToken);
  return { person, ...tokens, sessionId: claims?.sessionId ?? '' };
}

const passTime = (sessionId: string, interval: string) =>
  stage().database.pool.query(
    `update sessions set rotated_at = rotated_at - $2::interval, last_seen_at = last_seen_at - $2::interval,
       expires_at = expires_at - $2::interval where id = $1`,
    [sessionId, interval],
  );

const rowOf = async (sessionId: string) => {
  const { rows } = await stage().database.pool.query<{
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

const endings = async (sessionId: string) =>
  (await stage().events('session.ended')).filter(({ sessionIds }) => String(sessionIds) === sessionId).length;

const bearer = (token: string) => `Bearer ${token}`;

describe('a refresh', () => {
  test('spends the token, gives the next, and lets the session live on from now', async () => {
    const { person, sessionId, refreshToken } = await signedIn();
    await passTime(sessionId, '3 days');
    const next = await refresh(stage(), refreshToken);
    expect(sessionTokenKeys(stage().secrets).readRefresh(next.refreshToken)).toEqual({
      sessionId,
      generation: 1,
    });
    expect(next.user.id).toBe(person.id);
    const row = await rowOf(sessionId);
    expect(row).toMatchObject({ generation: 1, ended: false });
    expect(row.rotated).toBeLessThan(60);
    expect(row.seen).toBeLessThan(60);
    expect(row.left).toBeGreaterThan(30 * 24 * 60 * 60 - 60);
    expect((await authenticate(stage(), bearer(next.accessToken))).sessionId).toBe(sessionId);
  });

  test('again within the grace gives the same once more, and moves nothing', async () => {
    const { sessionId, refreshToken, person } = await signedIn();
    const first = await refresh(stage(), refreshToken);
    await passTime(sessionId, '9 seconds');
    const second = await refresh(stage(), refreshToken);
    expect(second.refreshToken).toBe(first.refreshToken);
    expect(second.user.id).toBe(person.id);
    const row = await rowOf(sessionId);
    expect(row.generation).toBe(1);
    expect(row.rotated).toBeGreaterThan(8);
    expect(await endings(sessionId)).toBe(0);
  });

  test('again after it ends the session, on every node', async () => {
    const { sessionId, refreshToken } = await signedIn();
    const next = await refresh(stage(), refreshToken);
    await passTime(sessionId, '11 seconds');
    const refusal = await refused(refresh(stage(), refreshToken));
    expect([refusal.code, refusal.message]).toEqual([
      'session_revoked',
      'This session has ended. Sign in again.',
    ]);
    expect((await rowOf(sessionId)).ended).toBe(true);
    expect(await endings(sessionId)).toBe(1);
    expect((await refused(refresh(stage(), next.refreshToken))).code).toBe('session_revoked');
    expect((await refused(authenticate(stage(), bearer(next.accessToken)))).code).toBe('unauthenticated');
  });

  test('of a session that has ended, expired or never was is refused, and changes nothing', async () => {
    const [ended, expired] = [await signedIn(), await signedIn()];
    await logout(stage(), ended.refreshToken);
    await passTime(expired.sessionId, '31 days');
    const keys = sessionTokenKeys(stage().secrets);
    const never = keys.signRefresh('00000000-0000-7000-8000-000000000000', 0);
    for (const token of [ended.refreshToken, expired.refreshToken, never, 'nonsense', '']) {
      expect((await refused(refresh(stage(), token))).code).toBe('session_revoked');
    }
    expect((await rowOf(expired.sessionId)).generation).toBe(0);
    expect(await endings(expired.sessionId)).toBe(0);
  });

  test('by twenty at once gives one successor to all', async () => {
    const { sessionId, refreshToken } = await signedIn();
    const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(stage(), refreshToken)));
    expect(new Set(answers.map((answer) => answer.refreshToken)).size).toBe(1);
    expect((await rowOf(sessionId)).generation).toBe(1);
  });
});

describe('a sign-out', () => {
  test('ends the session once, and tells of it once; what is no token changes nothing', async () => {
    const { sessionId, refreshToken, accessToken } = await signedIn();
    const other = await signedIn();
    await logout(stage(), 'nonsense');
    await logout(stage(), accessToken);
    expect((await rowOf(sessionId)).ended).toBe(false);
    await logout(stage(), refreshToken);
    await logout(stage(), refreshToken);
    expect((await rowOf(sessionId)).ended).toBe(true);
    expect(await endings(sessionId)).toBe(1);
    expect((await rowOf(other.sessionId)).ended).toBe(false);
  });
});

describe('who calls', () => {
  test('is who the token names, as the database knows them', async () => {
    const { person, sessionId, accessToken } = await signedIn();
    for (const header of [bearer(accessToken), `bearer ${accessToken}`, `BEARER ${accessToken}`]) {
      expect(await authenticate(stage(), header)).toEqual({
        userId: person.id,
        sessionId,
        name: `${person.firstName} ${person.lastName}`,
        email: person.email,
        staff: false,
        scopes: null,
      });
    }
    await stage().database.pool.query('update users set staff = true where id = $1', [person.id]);
    expect((await authenticate(stage(), bearer(accessToken))).staff).toBe(false);
    await stage().database.pool.query('update users set totp_exempt = true where id = $1', [person.id]);
    expect((await authenticate(stage(), bearer(accessToken))).staff).toBe(true);
  });

  test('is nobody without exactly one good token', async () => {
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
      const refusal = await refused(authenticate(stage(), header));
      expect([refusal.code, refusal.message], header).toEqual(['unauthenticated', 'Sign in to do this.']);
    }
  });

  test('is nobody when the session has ended, has expired, is another’s or a browser’s', async () => {
    const [ended, expired, one, other] = [
      await signedIn(),
      await signedIn(),
      await signedIn(),
      await signedIn(),
    ];
    await logout(stage(), ended.refreshToken);
    await passTime(expired.sessionId, '31 days');
    const keys = sessionTokenKeys(stage().secrets);
    const soon = new Date(Date.now() + 60_000);
    const crossed = await keys.signAccess({ userId: one.person.id, sessionId: other.sessionId }, soon);
    const user = await findUser(stage().database.orm, one.person.id);
    if (!user) throw new Error('there is no account');
    const cookie = await startWebSession(stage(), stage().database.orm, user, origin);
    const web = keys.readCookie(cookie) ?? '';
    const ofBrowser = await keys.signAccess({ userId: one.person.id, sessionId: web }, soon);
    for (const token of [ended.accessToken, expired.accessToken, crossed, ofBrowser]) {
      expect((await refused(authenticate(stage(), bearer(token)))).code).toBe('unauthenticated');
    }
  });

  test('is noted as seen once a minute', async () => {
    const { sessionId, accessToken } = await signedIn();
    await passTime(sessionId, '50 seconds');
    await authenticate(stage(), bearer(accessToken));
    expect((await rowOf(sessionId)).seen).toBeGreaterThan(40);
    await passTime(sessionId, '20 seconds');
    await authenticate(stage(), bearer(accessToken));
    expect((await rowOf(sessionId)).seen).toBeLessThan(40);
  });

  test('is counted by the user, else by the network', async () => {
    const { person, accessToken } = await signedIn();
    expect(await callerKey(stage(), bearer(accessToken), '203.0.113.5')).toBe(`user ${person.id}`);
    for (const header of [undefined, 'Bearer x', accessToken]) {
      expect(await callerKey(stage(), header, '203.0.113.5')).toBe('address 203.0.113.5');
      expect(await callerKey(stage(), header, '2001:db8:1:2::9')).toBe('address 2001:db8:1:2::/64');
    }
  });
});

describe('an account', () => {
  test('tells who it is and where it belongs', async () => {
    const team = await stage().world.team({ name: 'Acme' });
    const { user, memberships } = await whoIs(stage(), team.admin.id);
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
    const nobody = await refused(whoIs(stage(), '00000000-0000-7000-8000-000000000000'));
    expect([nobody.code, nobody.message]).toEqual(['unauthenticated', 'Sign in to do this.']);
  });

  test('is found by its address and its id, and no other', async () => {
    const { world, database } = stage();
    const [person, other]: Person[] = [await world.person(), await world.person()];
    expect((await findUserByEmail(database.orm, person?.email ?? ''))?.id).toBe(person?.id);
    expect(await findUserByEmail(database.orm, 'nobody@example.test')).toBeUndefined();
    expect((await findUser(database.orm, other?.id ?? ''))?.email).toBe(other?.email);
  });

  test('is made once for each address', async () => {
    const person = await stage().world.person();
    const { id: _, password, ...row } = person;
    const again = await stage().database.transaction((tx) =>
      insertUser(tx, { ...row, id: '01a204a9-2d99-767a-9055-41f2288c4479', passwordHash: password }),
    );
    expect(again).toBe(false);
    expect(await stage().value('select count(*)::int from users where email = $1', [person.email])).toBe(1);
  });

  test('a session is found alive with its user, and of its kind alone', async () => {
    const { person, sessionId } = await signedIn();
    const { orm } = stage().database;
    expect((await findLiveSession(orm, sessionId, 'app'))?.user.id).toBe(person.id);
    expect(await findLiveSession(orm, sessionId, 'web')).toBeUndefined();
  });
});
