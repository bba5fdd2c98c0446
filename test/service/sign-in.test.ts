import { Secret, TOTP } from 'otpauth';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Caller } from '../../src/backend/http/caller.ts';
import { countLoginAttempt, forgiveLoginAttempt } from '../../src/backend/session/login-throttle.ts';
import { confirmTotp, createTotp } from '../../src/backend/session/second-factor-service.ts';
import { findUserByEmail } from '../../src/backend/session/session-repository.ts';
import {
  checkCode,
  checkCredentials,
  checkPassword,
  login,
  startSession,
} from '../../src/backend/session/session-service.ts';
import { sessionTokenKeys } from '../../src/backend/session/session-tokens.ts';
import type { Person } from '../support/factories.ts';
import { refused } from './refused.ts';
import { useDatabase } from './use-database.ts';

const stage = useDatabase();
const address = '203.0.113.5';
const origin = { device: 'Test/1.0', address };

beforeEach(async () => {
  await stage().database.pool.query('delete from throttles');
});

const right = ({ email, password }: Person) => ({ email, password, address });
const wrong = ({ email }: Person) => ({ email, password: 'not the password', address });

/** What is counted against an account and an address: all accounts' keys are unreadable. */
async function counts(): Promise<{ account: number; address: number }> {
  const { rows } = await stage().database.pool.query<{ key: string; attempts: number }>(
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
  const { secret } = await createTotp(stage(), caller);
  const totp = new TOTP({ secret: Secret.fromBase32(secret) });
  await confirmTotp(stage(), caller, { code: totp.generate(), address });
  return totp;
}

describe('a password', () => {
  test('that is right gives the account, whatever the letters of the address', async () => {
    const person = await stage().world.person();
    const email = ` ${person.email.toUpperCase()} `;
    const user = await checkPassword(stage(), { ...right(person), email });
    expect(user).toMatchObject({ id: person.id, email: person.email });
  });

  test('that is wrong, and an address that nobody has or that is none, are refused alike', async () => {
    const person = await stage().world.person();
    const refusals = await Promise.all([
      refused(checkPassword(stage(), wrong(person))),
      refused(checkPassword(stage(), { ...right(person), email: 'nobody@example.test' })),
      refused(checkPassword(stage(), { ...right(person), email: 'no address' })),
    ]);
    for (const { code, message } of refusals) {
      expect([code, message]).toEqual([
        'invalid_credentials',
        'The e-mail address or the password is wrong.',
      ]);
    }
  });

  test('counts as a failure before it is looked at, and is forgiven when it was right', async () => {
    const person = await stage().world.person();
    await refused(checkPassword(stage(), wrong(person)));
    await refused(checkPassword(stage(), wrong(person)));
    expect(await counts()).toEqual({ account: 2, address: 2 });
    await checkPassword(stage(), right(person));
    expect(await counts()).toEqual({ account: 0, address: 2 });
  });

  test('is not looked at after ten failures, for at most five minutes', async () => {
    const person = await stage().world.person();
    for (let n = 0; n < 10; n += 1) {
      expect((await refused(checkPassword(stage(), wrong(person)))).code).toBe('invalid_credentials');
    }
    const closed = await refused(checkPassword(stage(), right(person)));
    expect(closed.code).toBe('rate_limited');
    expect(closed.retryAfter).toBeGreaterThan(290);
    expect(closed.retryAfter).toBeLessThanOrEqual(300);
    expect(closed.message).toBe(`Too many failed attempts. Try again in ${closed.retryAfter} seconds.`);
    await stage().database.pool.query(`update throttles set window_ends_at = now() - interval '1 second'`);
    expect((await checkPassword(stage(), right(person))).id).toBe(person.id);
  });

  test('of many tried from one network is not looked at after a hundred, from elsewhere it is', async () => {
    const person = await stage().world.person();
    await stage().database.pool.query('delete from throttles');
    for (let n = 0; n < 100; n += 1)
      await countLoginAttempt(stage(), { email: `nobody-${n}@example.test`, address });
    expect((await refused(checkPassword(stage(), right(person)))).code).toBe('rate_limited');
    expect((await checkPassword(stage(), { ...right(person), address: '203.0.113.6' })).id).toBe(person.id);
  });

  test('that is right many times at once is no failure', async () => {
    const person = await stage().world.person();
    const users = await Promise.all(Array.from({ length: 15 }, () => checkPassword(stage(), right(person))));
    expect(new Set(users.map(({ id }) => id))).toEqual(new Set([person.id]));
  });
});

describe('the count of failures', () => {
  test('is under a key that does not tell the address, the same for each way of writing it', async () => {
    await countLoginAttempt(stage(), { email: 'Typed.Password@Example.test', address });
    await countLoginAttempt(stage(), { email: ' typed.password@example.TEST ', address });
    const { rows } = await stage().database.pool.query<{ key: string }>(
      'select key from throttles order by key',
    );
    expect(rows).toHaveLength(2);
    expect(rows[0]?.key).toMatch(/^account:[\w-]{43}$/);
    expect(rows[1]?.key).toBe(`address:${address}`);
    await forgiveLoginAttempt(stage(), { email: 'TYPED.password@example.test', address });
    expect(await counts()).toEqual({ account: 0, address: 1 });
  });
});

describe('with two factors', () => {
  test('a right password owes a code, which costs nothing, and a wrong code is a failure', async () => {
    const person = await stage().world.person();
    const totp = await withTotp(person);
    await stage().database.pool.query('delete from throttles');
    for (const none of [undefined, '', '  ']) {
      const owed = await refused(checkCredentials(stage(), { ...right(person), totp: none }));
      expect([owed.code, owed.message]).toEqual([
        'totp_required',
        'Enter the code that your authenticator app shows.',
      ]);
    }
    expect(await counts()).toEqual({ account: 0, address: 0 });
    const wrongOne = await refused(checkCredentials(stage(), { ...right(person), totp: '000 000' }));
    expect(wrongOne.code).toBe('totp_invalid');
    expect(await counts()).toEqual({ account: 1, address: 1 });
    // A right password buys no new guesses.
    await refused(checkCredentials(stage(), right(person)));
    expect(await counts()).toEqual({ account: 1, address: 1 });
    const user = await checkCredentials(stage(), { ...right(person), totp: totp.generate() });
    expect(user.id).toBe(person.id);
    expect((await counts()).account).toBe(0);
  });

  test('a code is asked for by itself as well, and spent', async () => {
    const person = await stage().world.person();
    const totp = await withTotp(person);
    const user = await findUserByEmail(stage().database.orm, person.email);
    if (!user) throw new Error('there is no account');
    const given = { totp: totp.generate(), address };
    await checkCode(stage(), user, given);
    expect((await refused(checkCode(stage(), user, given))).code).toBe('totp_invalid');
  });

  test('an account without is asked for none, whatever is given', async () => {
    const person = await stage().world.person();
    expect((await checkCredentials(stage(), { ...right(person), totp: '123456' })).id).toBe(person.id);
  });
});

describe('a session', () => {
  test('begins with a sign-in, and stands in the database with where it is from', async () => {
    const person = await stage().world.person();
    const before = Date.now();
    const tokens = await login(stage(), { ...right(person), origin: { device: 'x'.repeat(400), address } });
    expect(tokens.user).toEqual({
      id: person.id,
      email: person.email,
      firstName: person.firstName,
      lastName: person.lastName,
      staff: false,
    });
    const lifeMs = Date.parse(tokens.accessTokenExpiresAt) - before;
    expect(lifeMs).toBeGreaterThan(15 * 60_000 - 1_000);
    expect(lifeMs).toBeLessThan(15 * 60_000 + 5_000);
    expect(Date.parse(tokens.accessTokenExpiresAt) % 1_000).toBe(0);
    const keys = sessionTokenKeys(stage().secrets);
    const claims = await keys.readAccess(tokens.accessToken);
    expect(claims?.userId).toBe(person.id);
    expect(keys.readRefresh(tokens.refreshToken)).toEqual({ sessionId: claims?.sessionId, generation: 0 });
    const { rows } = await stage().database.pool.query(
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

  test('does not begin with a password that has become another meanwhile', async () => {
    const person = await stage().world.person();
    const user = await checkPassword(stage(), right(person));
    await stage().database.pool.query(`update users set password_hash = 'another' where id = $1`, [
      person.id,
    ]);
    const refusal = await refused(startSession(stage().database.orm, { user, kind: 'app', origin }));
    expect([refusal.code, refusal.message]).toEqual([
      'invalid_credentials',
      'The password was changed a moment ago. Sign in with the new one.',
    ]);
    expect(await stage().value('select count(*)::int from sessions where user_id = $1', [person.id])).toBe(0);
  });
});
