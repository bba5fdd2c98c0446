import { Secret, TOTP } from 'otpauth';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Caller } from '../../src/backend/platform/auth/caller.ts';
import { countSignInAttempt, clearSignInAttempts } from '../../src/backend/platform/auth/sign-in-throttle.ts';
import { signIn } from '../../src/backend/sign-in/sign-in.ts';
import { sessionTokenKeys } from '../../src/backend/session/session-tokens.ts';
import type { Person } from '../helpers/factories.ts';
import { problemOf } from './problem-of.ts';
import { useDatabase } from './use-database.ts';
import { confirmTwoFactor } from '../../src/backend/two-factor/confirm-two-factor.ts';
import { createTwoFactor } from '../../src/backend/two-factor/create-two-factor.ts';
import { findUserByEmail } from '../../src/backend/user/user-repository.ts';
import { checkCode, checkCredentials, checkPassword } from '../../src/backend/sign-in/check-credentials.ts';
import { startSession } from '../../src/backend/session/start-session.ts';

const harness = useDatabase();
const address = '203.0.113.5';
const origin = { device: 'Test/1.0', address };

beforeEach(async () => {
  await harness().database.pool.query('delete from throttles');
});

const right = ({ email, password }: Person) => ({ email, password, address });
const wrong = ({ email }: Person) => ({ email, password: 'not the password', address });

/** What is counted against an account and an address: all accounts' keys are unreadable. */
async function counts(): Promise<{ account: number; address: number }> {
  const { rows } = await harness().database.pool.query<{ key: string; attempts: number }>(
    'select key, attempts from throttles',
  );
  const sum = (kind: string) =>
    rows.filter(({ key }) => key.startsWith(`${kind}:`)).reduce((total, { attempts }) => total + attempts, 0);
  return { account: sum('account'), address: sum('address') };
}

async function withTotp(person: Person): Promise<TOTP> {
  const caller: Caller = {
    userId: person.id,
    sessionId: '',
    name: '',
    email: person.email,
    staff: false,
    scopes: null,
  };
  const { secret } = await createTwoFactor(harness(), caller, { password: person.password, address });
  const totp = new TOTP({ secret: Secret.fromBase32(secret) });
  await confirmTwoFactor(harness(), caller, { code: totp.generate(), address });
  return totp;
}

describe('a password', () => {
  test('that is right returns the account, for any letter case of the email', async () => {
    const person = await harness().testData.person();
    const email = ` ${person.email.toUpperCase()} `;
    const user = await checkPassword(harness(), { ...right(person), email });
    expect(user).toMatchObject({ id: person.id, email: person.email });
  });

  test('that is wrong is rejected like an unknown or malformed email', async () => {
    const person = await harness().testData.person();
    const refusals = await Promise.all([
      problemOf(checkPassword(harness(), wrong(person))),
      problemOf(checkPassword(harness(), { ...right(person), email: 'nobody@example.test' })),
      problemOf(checkPassword(harness(), { ...right(person), email: 'no address' })),
    ]);
    for (const { code, message } of refusals) {
      expect([code, message]).toEqual([
        'invalid_credentials',
        'Wrong email or password. Check both and try again.',
      ]);
    }
  });

  test('counts as a failure until it is verified', async () => {
    const person = await harness().testData.person();
    await problemOf(checkPassword(harness(), wrong(person)));
    await problemOf(checkPassword(harness(), wrong(person)));
    expect(await counts()).toEqual({ account: 2, address: 2 });
    await checkPassword(harness(), right(person));
    expect(await counts()).toEqual({ account: 0, address: 2 });
  });

  test('is not verified after ten failures, for at most five minutes', async () => {
    const person = await harness().testData.person();
    for (let n = 0; n < 10; n += 1) {
      expect((await problemOf(checkPassword(harness(), wrong(person)))).code).toBe('invalid_credentials');
    }
    const closed = await problemOf(checkPassword(harness(), right(person)));
    expect(closed.code).toBe('rate_limited');
    expect(closed.retryAfter).toBeGreaterThan(240);
    expect(closed.retryAfter).toBeLessThanOrEqual(300);
    expect(closed.message).toBe(`Too many failed attempts. Try again in ${closed.retryAfter} seconds.`);
    await harness().database.pool.query(`update throttles set window_ends_at = now() - interval '1 second'`);
    expect((await checkPassword(harness(), right(person))).id).toBe(person.id);
  });

  test('is not verified after a hundred failures of one network, but for other networks', async () => {
    const person = await harness().testData.person();
    await harness().database.pool.query('delete from throttles');
    for (let n = 0; n < 100; n += 1)
      await countSignInAttempt(harness(), { email: `nobody-${n}@example.test`, address });
    expect((await problemOf(checkPassword(harness(), right(person)))).code).toBe('rate_limited');
    expect((await checkPassword(harness(), { ...right(person), address: '203.0.113.6' })).id).toBe(person.id);
  });

  test('that is right in many parallel sign-ins is no failure', async () => {
    const person = await harness().testData.person();
    const users = await Promise.all(
      Array.from({ length: 15 }, () => checkPassword(harness(), right(person))),
    );
    expect(new Set(users.map(({ id }) => id))).toEqual(new Set([person.id]));
  });
});

describe('the counter of failures', () => {
  test('has a key that does not reveal the email, the same for each spelling', async () => {
    await countSignInAttempt(harness(), { email: 'Typed.Password@Example.test', address });
    await countSignInAttempt(harness(), { email: ' typed.password@example.TEST ', address });
    const { rows } = await harness().database.pool.query<{ key: string }>(
      'select key from throttles order by key',
    );
    expect(rows).toHaveLength(2);
    expect(rows[0]?.key).toMatch(/^account:[\w-]{43}$/);
    expect(rows[1]?.key).toBe(`address:${address}`);
    await clearSignInAttempts(harness(), { email: 'TYPED.password@example.test', address });
    expect(await counts()).toEqual({ account: 0, address: 1 });
  });
});

describe('with two-factor', () => {
  test('a right password without a code is no failure, and a wrong code is one', async () => {
    const person = await harness().testData.person();
    const totp = await withTotp(person);
    await harness().database.pool.query('delete from throttles');
    for (const none of [undefined, '', '  ']) {
      const owed = await problemOf(checkCredentials(harness(), { ...right(person), totp: none }));
      expect([owed.code, owed.message]).toEqual([
        'totp_required',
        'Enter the code from your authenticator app.',
      ]);
    }
    expect(await counts()).toEqual({ account: 0, address: 0 });
    const wrongOne = await problemOf(checkCredentials(harness(), { ...right(person), totp: '000 000' }));
    expect(wrongOne.code).toBe('totp_invalid');
    expect(await counts()).toEqual({ account: 1, address: 1 });
    // A right password buys no new guesses.
    await problemOf(checkCredentials(harness(), right(person)));
    expect(await counts()).toEqual({ account: 1, address: 1 });
    const user = await checkCredentials(harness(), { ...right(person), totp: totp.generate() });
    expect(user.id).toBe(person.id);
    expect((await counts()).account).toBe(0);
  });

  test('checks a code on its own and accepts it once', async () => {
    const person = await harness().testData.person();
    const totp = await withTotp(person);
    const user = await findUserByEmail(harness().database.orm, person.email);
    if (!user) throw new Error('there is no account');
    const given = { totp: totp.generate(), address };
    await checkCode(harness(), user, given);
    expect((await problemOf(checkCode(harness(), user, given))).code).toBe('totp_invalid');
  });

  test('an account without two-factor needs no code', async () => {
    const person = await harness().testData.person();
    expect((await checkCredentials(harness(), { ...right(person), totp: '123456' })).id).toBe(person.id);
  });
});

describe('a session', () => {
  test('starts with a sign-in, and is stored with its origin', async () => {
    const person = await harness().testData.person();
    const before = Date.now();
    const tokens = await signIn(harness(), {
      ...right(person),
      origin: { device: 'x'.repeat(400), address },
    });
    expect(tokens.user).toEqual({
      id: person.id,
      email: person.email,
      firstName: person.firstName,
      lastName: person.lastName,
      staff: false,
    });
    const lifeMs = Date.parse(tokens.accessTokenExpiresAt) - before;
    expect(lifeMs).toBeGreaterThan(15 * 60_000 - 1_000);
    expect(lifeMs).toBeLessThan(15 * 60_000 + 60_000);
    expect(Date.parse(tokens.accessTokenExpiresAt) % 1_000).toBe(0);
    const keys = sessionTokenKeys(harness().secrets);
    const claims = await keys.readAccess(tokens.accessToken);
    expect(claims?.userId).toBe(person.id);
    expect(keys.readRefresh(tokens.refreshToken)).toEqual({ sessionId: claims?.sessionId, generation: 0 });
    const { rows } = await harness().database.pool.query(
      `select id, kind, generation, address, length(device) as device, ended_at,
         round(extract(epoch from expires_at - created_at)) as lifetime,
         rotated_at = created_at and last_seen_at = created_at as fresh
       from sessions where user_id = $1`,
      [person.id],
    );
    expect(rows).toEqual([
      {
        id: claims?.sessionId,
        kind: 'app',
        generation: 0,
        address,
        device: 300,
        ended_at: null,
        lifetime: String(30 * 24 * 60 * 60),
        fresh: true,
      },
    ]);
  });

  test('does not start when the password was changed since', async () => {
    const person = await harness().testData.person();
    const user = await checkPassword(harness(), right(person));
    await harness().database.pool.query(`update users set password_hash = 'another' where id = $1`, [
      person.id,
    ]);
    const refusal = await problemOf(startSession(harness().database.orm, { user, kind: 'app', origin }));
    expect([refusal.code, refusal.message]).toEqual([
      'invalid_credentials',
      'Your password was just changed. Sign in with the new one.',
    ]);
    expect(await harness().value('select count(*)::int from sessions where user_id = $1', [person.id])).toBe(
      0,
    );
  });
});
