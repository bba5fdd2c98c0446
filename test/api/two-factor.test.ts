import { Secret, TOTP, URI } from 'otpauth';
import { expect, test } from 'vitest';
import { getOrganization, listOrganizations } from '#contract/organization';
import { login, me } from '#contract/session';
import { confirmTotp, createTotp, removeTotp } from '#contract/totp';
import type { ApiClient } from '../support/api-client.ts';
import type { Person } from '../support/factories.ts';
import { useServer } from './use-server.ts';

const server = useServer();

const stepMs = 30_000;

/** The code of a moment so many steps from now. */
function codeOf(secret: string, steps = 0): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + steps * stepMs });
}

/** Lets the codes that were taken count as taken long ago: the next one need not be waited for. */
async function passTime(): Promise<void> {
  await server().world.database.pool.query('update users set totp_last_step = totp_last_step - 10');
}

async function turnOn(client: ApiClient): Promise<{ secret: string; recoveryCodes: string[] }> {
  const { secret } = await client.call(createTotp, { body: {} });
  const { recoveryCodes } = await client.call(confirmTotp, { body: { code: codeOf(secret) } });
  await passTime();
  return { secret, recoveryCodes };
}

const signingIn = ({ email, password }: Person, totp?: string) => ({
  body: { email, password, ...(totp === undefined ? {} : { totp }) },
});

test('it counts once a code has proven the app, and then sign-in asks for one', async () => {
  const { world, anonymous } = server();
  const person = await world.person();
  const client = await server().as(person);
  const { secret, otpauthUrl } = await client.call(createTotp, { body: {} });
  const inTheApp = URI.parse(otpauthUrl);
  expect(inTheApp).toMatchObject({ issuer: 'FastLinkIt', label: person.email });
  expect(inTheApp.secret.base32).toBe(secret);
  const wrong = await client.refusal(confirmTotp, { body: { code: '000000' } });
  expect([wrong.status, wrong.problem.code]).toEqual([401, 'totp_invalid']);
  expect((await anonymous.call(login, signingIn(person))).user.id).toBe(person.id);

  const { recoveryCodes } = await client.call(confirmTotp, { body: { code: codeOf(secret) } });
  expect(new Set(recoveryCodes).size).toBe(10);
  expect((await anonymous.refusal(login, signingIn(person))).problem.code).toBe('totp_required');
  expect((await anonymous.refusal(login, signingIn(person, ' '))).problem.code).toBe('totp_required');
  expect((await anonymous.refusal(login, signingIn(person, '123456'))).problem.code).toBe('totp_invalid');
  await passTime();
  expect((await anonymous.call(login, signingIn(person, codeOf(secret)))).user.id).toBe(person.id);
});

test('whether it is on tells nobody who has not the password', async () => {
  const { world, anonymous } = server();
  const person = await world.person();
  await turnOn(await server().as(person));
  const wrong = await anonymous.refusal(login, {
    body: { email: person.email, password: 'not the password', totp: '123456' },
  });
  expect(wrong.problem.code).toBe('invalid_credentials');
});

test('a code serves once, of two at once one; the step beside is taken too, no other', async () => {
  const { world, anonymous } = server();
  const person = await world.person();
  const { secret } = await turnOn(await server().as(person));
  const code = codeOf(secret);
  const both = await Promise.allSettled(
    Array.from({ length: 5 }, () => anonymous.call(login, signingIn(person, code))),
  );
  expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect((await anonymous.refusal(login, signingIn(person, code))).problem.code).toBe('totp_invalid');
  await passTime();
  for (const steps of [-3, 3]) {
    const far = await anonymous.refusal(login, signingIn(person, codeOf(secret, steps)));
    expect(far.problem.code).toBe('totp_invalid');
  }
  const spaced = codeOf(secret, 1).replace(/(...)/, '$1 ');
  expect((await anonymous.call(login, signingIn(person, spaced))).user.id).toBe(person.id);
  // An older one than the last that was taken is a replay.
  expect((await anonymous.refusal(login, signingIn(person, codeOf(secret)))).problem.code).toBe(
    'totp_invalid',
  );
});

test('a recovery code serves once in place of a code', async () => {
  const { world, anonymous } = server();
  const person = await world.person();
  const { recoveryCodes } = await turnOn(await server().as(person));
  const [first = '', second = ''] = recoveryCodes;
  expect((await anonymous.call(login, signingIn(person, first))).user.id).toBe(person.id);
  expect((await anonymous.refusal(login, signingIn(person, first))).problem.code).toBe('totp_invalid');
  const typed = ` ${second.toUpperCase().replace('-', ' ')} `;
  expect((await anonymous.call(login, signingIn(person, typed))).user.id).toBe(person.id);
  const { rows } = await world.database.pool.query('select mac from recovery_codes where user_id = $1', [
    person.id,
  ]);
  expect(rows).toHaveLength(8);
  for (const code of recoveryCodes) expect(JSON.stringify(rows)).not.toContain(code);
});

test('guessing codes is stopped, whatever the password', async () => {
  const { world, anonymous } = server();
  const person = await world.person();
  const { secret } = await turnOn(await server().as(person));
  for (let n = 0; n < 10; n += 1) {
    const wrong = await anonymous.refusal(login, signingIn(person, `00000${n}`));
    expect(wrong.problem.code).toBe('totp_invalid');
    // Signing in without a code is no guess, and forgives none.
    await anonymous.refusal(login, signingIn(person));
  }
  const right = await anonymous.refusal(login, signingIn(person, codeOf(secret)));
  expect(right.problem.code).toBe('rate_limited');
  await world.database.pool.query('delete from throttles');
});

test('turning it off needs password and code; then sign-in asks for none, and old recovery codes are void', async () => {
  const { world, anonymous } = server();
  const person = await world.person();
  const client = await server().as(person);
  const { secret, recoveryCodes } = await turnOn(client);
  const remove = (password: string, code: string) => ({ body: { password, code } });
  const wrongPassword = await client.refusal(removeTotp, remove('not the password', codeOf(secret)));
  expect(wrongPassword.problem.code).toBe('invalid_credentials');
  const wrongCode = await client.refusal(removeTotp, remove(person.password, '000000'));
  expect(wrongCode.problem.code).toBe('totp_invalid');
  expect((await client.refusal(createTotp, { body: {} })).problem.code).toBe('forbidden');
  await client.call(removeTotp, remove(person.password, codeOf(secret)));
  expect((await anonymous.call(login, signingIn(person))).user.id).toBe(person.id);

  await turnOn(client);
  const old = await anonymous.refusal(login, signingIn(person, recoveryCodes[0]));
  expect(old.problem.code).toBe('totp_invalid');
});

test('the secret is not in the database as it is', async () => {
  const { world } = server();
  const person = await world.person();
  const { secret } = await turnOn(await server().as(person));
  const { rows } = await world.database.pool.query('select totp_secret from users where id = $1', [
    person.id,
  ]);
  expect(rows).toHaveLength(1);
  expect(JSON.stringify(rows)).not.toContain(secret);
});

test('confirmed twice at once, there is one set of recovery codes', async () => {
  const { world } = server();
  const person = await world.person();
  const client = await server().as(person);
  const { secret } = await client.call(createTotp, { body: {} });
  const codes = [codeOf(secret, -1), codeOf(secret), codeOf(secret, 1)];
  const outcomes = await Promise.allSettled(
    codes.map((code) => client.call(confirmTotp, { body: { code } })),
  );
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const { rowCount } = await world.database.pool.query('select from recovery_codes where user_id = $1', [
    person.id,
  ]);
  expect(rowCount).toBe(10);
});

test('staff have their rights with two-factor sign-in only, and from the moment it is on', async () => {
  const { world } = server();
  const { organizationId } = await world.team();
  const person = await world.person({ staff: true });
  await world.database.pool.query('update users set totp_exempt = false where id = $1', [person.id]);
  const client = await server().as(person);
  const params = { organizationId };
  expect((await client.call(me, {})).user.staff).toBe(false);
  expect((await client.refusal(getOrganization, { params })).problem.code).toBe('organization_not_found');
  expect((await client.call(listOrganizations, {})).total).toBe(0);

  const { secret } = await turnOn(client);
  expect((await client.call(me, {})).user.staff).toBe(true);
  expect((await client.call(getOrganization, { params })).role).toBeNull();
  await client.call(removeTotp, { body: { password: person.password, code: codeOf(secret) } });
  expect((await client.refusal(getOrganization, { params })).problem.code).toBe('organization_not_found');
});
