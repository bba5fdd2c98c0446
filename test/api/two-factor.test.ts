import { setTimeout as wait } from 'node:timers/promises';
import { Secret, TOTP, URI } from 'otpauth';
import { expect, test } from 'vitest';
import { createInvite } from '#contract/invite/api';
import { createOrganization, getOrganization, listOrganizations } from '#contract/organization/api';
import { signIn } from '#contract/session/api';
import { getMe } from '#contract/account/api';
import { confirmTwoFactor, createTwoFactor, removeTwoFactor } from '#contract/two-factor/api';
import type { ApiClient } from '../helpers/api-client.ts';
import type { Person } from '../helpers/factories.ts';
import { useServer } from './use-server.ts';

const server = useServer();

const stepMs = 30_000;

/** The code of a moment so many steps from now. */
function codeOf(secret: string, steps = 0): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + steps * stepMs });
}

/** Lets the codes that were taken count as taken long ago: the next one need not be waited for. */
async function passTime(): Promise<void> {
  await server().testData.database.pool.query('update users set totp_last_step = totp_last_step - 10');
}

async function turnOn(
  client: ApiClient,
  { password }: Person,
): Promise<{ secret: string; recoveryCodes: string[] }> {
  const { secret } = await client.call(createTwoFactor, { body: { password } });
  const { recoveryCodes } = await client.call(confirmTwoFactor, { body: { code: codeOf(secret) } });
  await passTime();
  return { secret, recoveryCodes };
}

const signingIn = ({ email, password }: Person, totp?: string) => ({
  body: { email, password, ...(totp === undefined ? {} : { totp }) },
});

test('enables two-factor after a confirmed code, and requires a code at sign-in from then on', async () => {
  const { testData, anonymous } = server();
  const person = await testData.person();
  const client = await server().as(person);
  const { secret, otpauthUrl } = await client.call(createTwoFactor, { body: { password: person.password } });
  const inTheApp = URI.parse(otpauthUrl);
  expect(inTheApp).toMatchObject({ issuer: 'FastLinkIt', label: person.email });
  expect(inTheApp.secret.base32).toBe(secret);
  const wrong = await client.refusal(confirmTwoFactor, { body: { code: '000000' } });
  expect([wrong.status, wrong.problem.code]).toEqual([401, 'totp_invalid']);
  expect((await anonymous.call(signIn, signingIn(person))).user.id).toBe(person.id);

  const { recoveryCodes } = await client.call(confirmTwoFactor, { body: { code: codeOf(secret) } });
  expect(new Set(recoveryCodes).size).toBe(10);
  expect((await anonymous.refusal(signIn, signingIn(person))).problem.code).toBe('totp_required');
  expect((await anonymous.refusal(signIn, signingIn(person, ' '))).problem.code).toBe('totp_required');
  expect((await anonymous.refusal(signIn, signingIn(person, '123456'))).problem.code).toBe('totp_invalid');
  await passTime();
  expect((await anonymous.call(signIn, signingIn(person, codeOf(secret)))).user.id).toBe(person.id);
});

test('does not reveal two-factor to a caller without the password', async () => {
  const { testData, anonymous } = server();
  const person = await testData.person();
  await turnOn(await server().as(person), person);
  const wrong = await anonymous.refusal(signIn, {
    body: { email: person.email, password: 'not the password', totp: '123456' },
  });
  expect(wrong.problem.code).toBe('invalid_credentials');
});

test('accepts a two-factor code once, and only from the current and adjacent time steps', async () => {
  const { testData, anonymous } = server();
  const person = await testData.person();
  const { secret } = await turnOn(await server().as(person), person);
  const code = codeOf(secret);
  const both = await Promise.allSettled(
    Array.from({ length: 5 }, () => anonymous.call(signIn, signingIn(person, code))),
  );
  expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect((await anonymous.refusal(signIn, signingIn(person, code))).problem.code).toBe('totp_invalid');
  await passTime();
  for (const steps of [-3, 3]) {
    const far = await anonymous.refusal(signIn, signingIn(person, codeOf(secret, steps)));
    expect(far.problem.code).toBe('totp_invalid');
  }
  const spaced = codeOf(secret, 1).replace(/(...)/, '$1 ');
  expect((await anonymous.call(signIn, signingIn(person, spaced))).user.id).toBe(person.id);
  // An older one than the last that was taken is a replay.
  expect((await anonymous.refusal(signIn, signingIn(person, codeOf(secret)))).problem.code).toBe(
    'totp_invalid',
  );
});

test('accepts a recovery code once in place of a code', async () => {
  const { testData, anonymous } = server();
  const person = await testData.person();
  const { recoveryCodes } = await turnOn(await server().as(person), person);
  const [first = '', second = ''] = recoveryCodes;
  expect((await anonymous.call(signIn, signingIn(person, first))).user.id).toBe(person.id);
  expect((await anonymous.refusal(signIn, signingIn(person, first))).problem.code).toBe('totp_invalid');
  const typed = ` ${second.toUpperCase().replace('-', ' ')} `;
  expect((await anonymous.call(signIn, signingIn(person, typed))).user.id).toBe(person.id);
  const { rows } = await testData.database.pool.query('select mac from recovery_codes where user_id = $1', [
    person.id,
  ]);
  expect(rows).toHaveLength(8);
  for (const code of recoveryCodes) expect(JSON.stringify(rows)).not.toContain(code);
});

test('limits guesses of a two-factor code, also with the right password', async () => {
  const { testData, anonymous } = server();
  const person = await testData.person();
  const { secret } = await turnOn(await server().as(person), person);
  for (let n = 0; n < 10; n += 1) {
    const wrong = await anonymous.refusal(signIn, signingIn(person, `00000${n}`));
    expect(wrong.problem.code).toBe('totp_invalid');
    // Signing in without a code is no guess, and forgives none.
    await anonymous.refusal(signIn, signingIn(person));
  }
  const right = await anonymous.refusal(signIn, signingIn(person, codeOf(secret)));
  expect(right.problem.code).toBe('rate_limited');
  await testData.database.pool.query('delete from throttles');
});

test('requires password and code to disable two-factor, and invalidates the recovery codes', async () => {
  const { testData, anonymous } = server();
  const person = await testData.person();
  const client = await server().as(person);
  const { secret, recoveryCodes } = await turnOn(client, person);
  const remove = (password: string, code: string) => ({ body: { password, code } });
  const wrongPassword = await client.refusal(removeTwoFactor, remove('not the password', codeOf(secret)));
  expect(wrongPassword.problem.code).toBe('invalid_credentials');
  const wrongCode = await client.refusal(removeTwoFactor, remove(person.password, '000000'));
  expect(wrongCode.problem.code).toBe('totp_invalid');
  expect((await client.refusal(createTwoFactor, { body: { password: person.password } })).problem.code).toBe(
    'forbidden',
  );
  await client.call(removeTwoFactor, remove(person.password, codeOf(secret)));
  expect((await anonymous.call(signIn, signingIn(person))).user.id).toBe(person.id);

  await turnOn(client, person);
  const old = await anonymous.refusal(signIn, signingIn(person, recoveryCodes[0]));
  expect(old.problem.code).toBe('totp_invalid');
});

test('encrypts the two-factor secret in the database', async () => {
  const { testData } = server();
  const person = await testData.person();
  const { secret } = await turnOn(await server().as(person), person);
  const { rows } = await testData.database.pool.query('select totp_secret from users where id = $1', [
    person.id,
  ]);
  expect(rows).toHaveLength(1);
  expect(JSON.stringify(rows)).not.toContain(secret);
});

test('creates one set of recovery codes when two-factor is confirmed twice concurrently', async () => {
  const { testData } = server();
  const person = await testData.person();
  const client = await server().as(person);
  const { secret } = await client.call(createTwoFactor, { body: { password: person.password } });
  const codes = [codeOf(secret, -1), codeOf(secret), codeOf(secret, 1)];
  const outcomes = await Promise.allSettled(
    codes.map((code) => client.call(confirmTwoFactor, { body: { code } })),
  );
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  const { rowCount } = await testData.database.pool.query('select from recovery_codes where user_id = $1', [
    person.id,
  ]);
  expect(rowCount).toBe(10);
});

test('grants staff permissions only with two-factor, as soon as it is enabled', async () => {
  const { testData } = server();
  const { organizationId } = await testData.team();
  const person = await testData.person({ staff: true, twoFactor: false });
  const client = await server().as(person);
  const params = { organizationId };
  expect((await client.call(getMe, {})).user.staff).toBe(false);
  expect((await client.refusal(getOrganization, { params })).problem.code).toBe('organization_not_found');
  expect((await client.call(listOrganizations, {})).total).toBe(0);

  const { secret } = await turnOn(client, person);
  expect((await client.call(getMe, {})).user.staff).toBe(true);
  expect((await client.call(getOrganization, { params })).role).toBeNull();
  await client.call(removeTwoFactor, { body: { password: person.password, code: codeOf(secret) } });
  expect((await client.refusal(getOrganization, { params })).problem.code).toBe('organization_not_found');
});

test('ends the live events of staff within five seconds after they disable two-factor', async () => {
  const { testData } = server();
  const person = await testData.person({ staff: true, twoFactor: false });
  const client = await server().as(person);
  const { secret } = await turnOn(client, person);
  const { organizationId, owner } = await testData.team();
  const ownerClient = await server().as(owner);
  const invite = (email: string) =>
    ownerClient.call(createInvite, { params: { organizationId }, body: { email, role: 'agent' } });
  const stream = await server().listen(person);
  await invite('seen@example.test');
  await stream.next('invite.created', ({ data }) => data.invite.email === 'seen@example.test');

  await client.call(removeTwoFactor, { body: { password: person.password, code: codeOf(secret) } });
  const ended = await Promise.race([stream.ended.then(() => true), wait(5_000, false)]);
  expect(ended).toBe(true);
  // The session goes on, and sees what any user of no organization sees.
  expect((await client.call(getMe, {})).user.staff).toBe(false);
  const { id: own } = await client.call(createOrganization, { body: { name: 'Own' } });
  const again = await server().listen(person);
  await invite('unseen@example.test');
  const body = { email: 'own@example.test', role: 'agent' as const };
  await client.call(createInvite, { params: { organizationId: own }, body });
  await again.next('invite.created', ({ data }) => data.invite.email === body.email);
  const seen = again.events.flatMap((event) =>
    event.type === 'invite.created' ? [event.data.invite.email] : [],
  );
  expect(seen).toEqual([body.email]);
});
