import { Secret, TOTP } from 'otpauth';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Caller } from '../../src/backend/platform/auth/caller.ts';
import { signIn } from '../../src/backend/sign-in/sign-in.ts';
import { sessionTokenKeys } from '../../src/backend/session/session-tokens.ts';
import {
  codeTokenLifetimeMs,
  findPendingSignIn,
  finishSignInOnWeb,
  signInOnWeb,
} from '../../src/backend/sign-in/sign-in-on-web.ts';
import type { Person } from '../helpers/factories.ts';
import { problemOf } from './problem-of.ts';
import { useDatabase } from './use-database.ts';
import { confirmTwoFactor } from '../../src/backend/two-factor/confirm-two-factor.ts';
import { createTwoFactor } from '../../src/backend/two-factor/create-two-factor.ts';
import { endWebSession, findWebSession } from '../../src/backend/session/web-session.ts';

const harness = useDatabase();
const origin = { device: 'Browser/1.0', address: '203.0.113.5' };

afterEach(() => void vi.useRealTimers());

async function signInOf({ email, password }: Person) {
  return signInOnWeb(harness(), { email, password, origin });
}

async function cookieOf(person: Person): Promise<string> {
  const signedIn = await signInOf(person);
  if (!('cookie' in signedIn)) throw new Error('a code was asked for');
  return signedIn.cookie;
}

async function twoFactors() {
  const person = await harness().testData.person();
  const caller: Caller = {
    userId: person.id,
    sessionId: '',
    name: '',
    email: person.email,
    staff: false,
    scopes: null,
  };
  const { secret } = await createTwoFactor(harness(), caller, {
    password: person.password,
    address: origin.address,
  });
  const totp = new TOTP({ secret: Secret.fromBase32(secret) });
  await confirmTwoFactor(harness(), caller, { code: totp.generate(), address: origin.address });
  const signedIn = await signInOf(person);
  if (!('codeToken' in signedIn)) throw new Error('no code was asked for');
  return { person, totp, codeToken: signedIn.codeToken };
}

const sessionsOf = ({ id }: Person) =>
  harness().value(`select count(*)::int from sessions where user_id = $1 and kind = 'web'`, [id]);

describe('in a browser', () => {
  test('a password starts a session that its cookie identifies', async () => {
    const person = await harness().testData.person();
    const cookie = await cookieOf(person);
    const sessionId = sessionTokenKeys(harness().secrets).readCookie(cookie);
    expect(await findWebSession(harness(), cookie)).toEqual({
      sessionId,
      user: {
        id: person.id,
        email: person.email,
        firstName: person.firstName,
        lastName: person.lastName,
        staff: false,
      },
    });
    const { rows } = await harness().database.pool.query(
      'select kind, device, address from sessions where id = $1',
      [sessionId],
    );
    expect(rows).toEqual([{ kind: 'web', device: 'Browser/1.0', address: '203.0.113.5' }]);
  });

  test('a wrong password starts no session', async () => {
    const person = await harness().testData.person();
    const refusal = await problemOf(signInOf({ ...person, password: 'not the password' }));
    expect(refusal.code).toBe('invalid_credentials');
    expect(await sessionsOf(person)).toBe(0);
  });

  test('a malformed or expired cookie identifies no user', async () => {
    const person = await harness().testData.person();
    const [ended, expired] = [await cookieOf(person), await cookieOf(person)];
    await endWebSession(harness(), ended);
    const keys = sessionTokenKeys(harness().secrets);
    await harness().database.pool.query(
      `update sessions set expires_at = now() - interval '1 second' where id = $1`,
      [keys.readCookie(expired)],
    );
    const { email, password } = person;
    const app = await signIn(harness(), { email, password, origin });
    const ofApp = keys.signCookie(keys.readRefresh(app.refreshToken)?.sessionId ?? '');
    for (const cookie of [undefined, '', 'nonsense', ended, expired, ofApp, app.refreshToken]) {
      expect(await findWebSession(harness(), cookie)).toBeUndefined();
    }
  });

  test('a sign-out ends the session with one event', async () => {
    const person = await harness().testData.person();
    const [cookie, other] = [await cookieOf(person), await cookieOf(person)];
    const before = (await harness().events('session.ended')).length;
    for (const given of [undefined, 'nonsense', cookie, cookie]) await endWebSession(harness(), given);
    expect((await harness().events('session.ended')).slice(before)).toEqual([
      { sessionIds: [sessionTokenKeys(harness().secrets).readCookie(cookie)] },
    ]);
    expect(await findWebSession(harness(), other)).toBeDefined();
  });

  test('a session is stored as seen once a minute', async () => {
    const cookie = await cookieOf(await harness().testData.person());
    const sessionId = sessionTokenKeys(harness().secrets).readCookie(cookie);
    const seen = () =>
      harness().value(`select extract(epoch from now() - last_seen_at)::float8 from sessions where id = $1`, [
        sessionId,
      ]);
    for (const [passed, fresh] of [
      ['50 seconds', false],
      ['20 seconds', true],
    ] as const) {
      await harness().database.pool.query(
        'update sessions set last_seen_at = last_seen_at - $2::interval where id = $1',
        [sessionId, passed],
      );
      await findWebSession(harness(), cookie);
      expect(Number(await seen()) < 40).toBe(fresh);
    }
  });
});

describe('in a browser, with two-factor', () => {
  test('a password starts no session, but returns a token for the code', async () => {
    const { person, totp, codeToken } = await twoFactors();
    expect(await sessionsOf(person)).toBe(0);
    expect(await findWebSession(harness(), codeToken)).toBeUndefined();
    expect(await findPendingSignIn(harness(), codeToken)).toEqual({ email: person.email });
    for (const [code, problem] of [
      [undefined, 'totp_required'],
      [' ', 'totp_required'],
      ['000000', 'totp_invalid'],
    ] as const) {
      const refusal = await problemOf(finishSignInOnWeb(harness(), { codeToken, totp: code, origin }));
      expect(refusal.code).toBe(problem);
    }
    expect(await sessionsOf(person)).toBe(0);
    const done = await finishSignInOnWeb(harness(), { codeToken, totp: totp.generate(), origin });
    expect((await findWebSession(harness(), done?.cookie))?.user.id).toBe(person.id);
  });

  test('the token is valid for five minutes', async () => {
    const { totp, codeToken } = await twoFactors();
    expect(codeTokenLifetimeMs).toBe(300_000);
    const now = Date.now();
    vi.useFakeTimers({ toFake: ['Date'], now: now + codeTokenLifetimeMs - 5_000 });
    expect(await findPendingSignIn(harness(), codeToken)).toBeDefined();
    vi.setSystemTime(now + codeTokenLifetimeMs + 1_000);
    expect(await findPendingSignIn(harness(), codeToken)).toBeUndefined();
    const given = { codeToken, totp: totp.generate(), origin };
    expect(await finishSignInOnWeb(harness(), given)).toBeUndefined();
  });

  test('the token is invalid with another password, without two-factor, and when it is malformed', async () => {
    const [changed, turnedOff] = [await twoFactors(), await twoFactors()];
    await harness().database.pool.query(`update users set password_hash = 'another' where id = $1`, [
      changed.person.id,
    ]);
    await harness().database.pool.query(
      'update users set totp_secret = null, totp_confirmed_at = null where id = $1',
      [turnedOff.person.id],
    );
    const gone = await twoFactors();
    await harness().database.pool.query('delete from users where id = $1', [gone.person.id]);
    const cookie = await cookieOf(await harness().testData.person());
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
      expect(await findPendingSignIn(harness(), codeToken)).toBeUndefined();
      expect(await finishSignInOnWeb(harness(), { codeToken, totp: '123456', origin })).toBeUndefined();
    }
  });
});
