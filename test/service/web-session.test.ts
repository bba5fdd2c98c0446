import { Secret, TOTP } from 'otpauth';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Caller } from '../../src/backend/http/caller.ts';
import { confirmTotp, createTotp } from '../../src/backend/session/second-factor-service.ts';
import { login } from '../../src/backend/session/session-service.ts';
import { sessionTokenKeys } from '../../src/backend/session/session-tokens.ts';
import {
  codeTokenLifetimeMs,
  endWebSession,
  findSignInOnWeb,
  findWebSession,
  finishSignInOnWeb,
  signInOnWeb,
} from '../../src/backend/session/web-session-service.ts';
import type { Person } from '../support/factories.ts';
import { refused } from './refused.ts';
import { useDatabase } from './use-database.ts';

const stage = useDatabase();
const origin = { device: 'Browser/1.0', address: '203.0.113.5' };

afterEach(() => void vi.useRealTimers());

async function signInOf({ email, password }: Person) {
  return signInOnWeb(stage(), { email, password, origin });
}

async function cookieOf(person: Person): Promise<string> {
  const signedIn = await signInOf(person);
  if (!('cookie' in signedIn)) throw new Error('a code was asked for');
  return signedIn.cookie;
}

async function twoFactors() {
  const person = await stage().world.person();
  const caller: Caller = {
    userId: person.id,
    sessionId: '',
    name: '',
    email: person.email,
    staff: false,
    scopes: null,
  };
  const { secret } = await createTotp(stage(), caller);
  const totp = new TOTP({ secret: Secret.fromBase32(secret) });
  await confirmTotp(stage(), caller, { code: totp.generate(), address: origin.address });
  const signedIn = await signInOf(person);
  if (!('codeToken' in signedIn)) throw new Error('no code was asked for');
  return { person, totp, codeToken: signedIn.codeToken };
}

const sessionsOf = ({ id }: Person) =>
  stage().value(`select count(*)::int from sessions where user_id = $1 and kind = 'web'`, [id]);

describe('in a browser', () => {
  test('a password gives a session, which is known by its cookie', async () => {
    const person = await stage().world.person();
    const cookie = await cookieOf(person);
    const sessionId = sessionTokenKeys(stage().secrets).readCookie(cookie);
    expect(await findWebSession(stage(), cookie)).toEqual({
      sessionId,
      user: {
        id: person.id,
        email: person.email,
        firstName: person.firstName,
        lastName: person.lastName,
        staff: false,
      },
    });
    const { rows } = await stage().database.pool.query(
      'select kind, device, address from sessions where id = $1',
      [sessionId],
    );
    expect(rows).toEqual([{ kind: 'web', device: 'Browser/1.0', address: '203.0.113.5' }]);
  });

  test('a wrong one gives none', async () => {
    const person = await stage().world.person();
    const refusal = await refused(signInOf({ ...person, password: 'not the password' }));
    expect(refusal.code).toBe('invalid_credentials');
    expect(await sessionsOf(person)).toBe(0);
  });

  test('nobody is known by a cookie that is none, or that has had its time', async () => {
    const person = await stage().world.person();
    const [ended, expired] = [await cookieOf(person), await cookieOf(person)];
    await endWebSession(stage(), ended);
    const keys = sessionTokenKeys(stage().secrets);
    await stage().database.pool.query(
      `update sessions set expires_at = now() - interval '1 second' where id = $1`,
      [keys.readCookie(expired)],
    );
    const { email, password } = person;
    const app = await login(stage(), { email, password, origin });
    const ofApp = keys.signCookie(keys.readRefresh(app.refreshToken)?.sessionId ?? '');
    for (const cookie of [undefined, '', 'nonsense', ended, expired, ofApp, app.refreshToken]) {
      expect(await findWebSession(stage(), cookie)).toBeUndefined();
    }
  });

  test('a sign-out ends the session, and tells of it once', async () => {
    const person = await stage().world.person();
    const [cookie, other] = [await cookieOf(person), await cookieOf(person)];
    const before = (await stage().events('session.ended')).length;
    for (const given of [undefined, 'nonsense', cookie, cookie]) await endWebSession(stage(), given);
    expect((await stage().events('session.ended')).slice(before)).toEqual([
      { sessionIds: [sessionTokenKeys(stage().secrets).readCookie(cookie)] },
    ]);
    expect(await findWebSession(stage(), other)).toBeDefined();
  });

  test('a session is noted as seen once a minute', async () => {
    const cookie = await cookieOf(await stage().world.person());
    const sessionId = sessionTokenKeys(stage().secrets).readCookie(cookie);
    const seen = () =>
      stage().value(`select extract(epoch from now() - last_seen_at)::float8 from sessions where id = $1`, [
        sessionId,
      ]);
    for (const [passed, fresh] of [
      ['50 seconds', false],
      ['20 seconds', true],
    ] as const) {
      await stage().database.pool.query(
        'update sessions set last_seen_at = last_seen_at - $2::interval where id = $1',
        [sessionId, passed],
      );
      await findWebSession(stage(), cookie);
      expect(Number(await seen()) < 40).toBe(fresh);
    }
  });
});

describe('in a browser, with two factors', () => {
  test('a password gives no session, but leave to give the code', async () => {
    const { person, totp, codeToken } = await twoFactors();
    expect(await sessionsOf(person)).toBe(0);
    expect(await findWebSession(stage(), codeToken)).toBeUndefined();
    expect(await findSignInOnWeb(stage(), codeToken)).toEqual({ email: person.email });
    for (const [code, problem] of [
      [undefined, 'totp_required'],
      [' ', 'totp_required'],
      ['000000', 'totp_invalid'],
    ] as const) {
      const refusal = await refused(finishSignInOnWeb(stage(), { codeToken, totp: code, origin }));
      expect(refusal.code).toBe(problem);
    }
    expect(await sessionsOf(person)).toBe(0);
    const done = await finishSignInOnWeb(stage(), { codeToken, totp: totp.generate(), origin });
    expect((await findWebSession(stage(), done?.cookie))?.user.id).toBe(person.id);
  });

  test('the leave is for five minutes', async () => {
    const { totp, codeToken } = await twoFactors();
    expect(codeTokenLifetimeMs).toBe(300_000);
    const now = Date.now();
    vi.useFakeTimers({ toFake: ['Date'], now: now + codeTokenLifetimeMs - 5_000 });
    expect(await findSignInOnWeb(stage(), codeToken)).toBeDefined();
    vi.setSystemTime(now + codeTokenLifetimeMs + 1_000);
    expect(await findSignInOnWeb(stage(), codeToken)).toBeUndefined();
    const given = { codeToken, totp: totp.generate(), origin };
    expect(await finishSignInOnWeb(stage(), given)).toBeUndefined();
  });

  test('the leave is void with another password, without the second factor, and for what is none', async () => {
    const [changed, turnedOff] = [await twoFactors(), await twoFactors()];
    await stage().database.pool.query(`update users set password_hash = 'another' where id = $1`, [
      changed.person.id,
    ]);
    await stage().database.pool.query(
      'update users set totp_secret = null, totp_confirmed_at = null where id = $1',
      [turnedOff.person.id],
    );
    const gone = await twoFactors();
    await stage().database.pool.query('delete from users where id = $1', [gone.person.id]);
    const cookie = await cookieOf(await stage().world.person());
    const tokens = [
      undefined,
      '',
      'nonsense',
      cookie,
      gone.codeToken,
      changed.codeToken,
      turnedOff.codeToken,
    ];
    for (const codeToken of tokens) {
      expect(await findSignInOnWeb(stage(), codeToken)).toBeUndefined();
      expect(await finishSignInOnWeb(stage(), { codeToken, totp: '123456', origin })).toBeUndefined();
    }
  });
});
