import { expect, test } from 'vitest';
import { login, logout, me, refresh, type SessionTokens } from '#contract/session';
import { createApiClient, signIn } from '../support/api-client.ts';
import { useServer } from './use-server.ts';

const server = useServer();

const refreshing = ({ refreshToken }: SessionTokens) => ({ refreshToken });

test('a sign-in gives tokens with which the caller is known', async () => {
  const { world, url } = server();
  const team = await world.team({ name: 'Acme Support' });
  const { client, tokens } = await signIn(url, team.admin);
  const { id, email, firstName, lastName } = team.admin;
  expect(tokens.user).toEqual({ id, email, firstName, lastName, staff: false });
  expect(Date.parse(tokens.accessTokenExpiresAt)).toBeGreaterThan(Date.now());
  expect(await client.call(me, {})).toEqual({
    user: tokens.user,
    memberships: [{ organizationId: team.organizationId, organizationName: 'Acme Support', role: 'admin' }],
  });
});

test('the address may be typed in other letters and with spaces around', async () => {
  const { world, anonymous } = server();
  const person = await world.person({
    email: 'zoë@bücher.test'.normalize('NFC').replace('bücher', 'xn--bcher-kva'),
  });
  const typed = `  ZOË@BÜCHER.test `.normalize('NFD');
  const { user } = await anonymous.call(login, { body: { email: typed, password: person.password } });
  expect(user.id).toBe(person.id);
});

test('a wrong password and an unknown address are refused in the same words', async () => {
  const { world, anonymous } = server();
  const person = await world.person();
  const wrong = await anonymous.refusal(login, {
    body: { email: person.email, password: 'not the password' },
  });
  const unknown = await anonymous.refusal(login, {
    body: { email: 'nobody@example.test', password: 'not the password' },
  });
  expect(wrong.problem.code).toBe('invalid_credentials');
  expect(unknown.problem).toEqual(wrong.problem);
  const malformed = await anonymous.refusal(login, {
    body: { email: 'no address', password: 'not the password' },
  });
  expect(malformed.problem).toEqual(wrong.problem);
});

test('without a good token a caller is nobody', async () => {
  const { world, url } = server();
  const { tokens } = await signIn(url, await world.person());
  const [header = '', payload = '', signature = ''] = tokens.accessToken.split('.');
  const unsigned = Buffer.from(JSON.stringify({ alg: 'none', typ: 'JWT' })).toString('base64url');
  const otherPayload = Buffer.from(
    Buffer.from(payload, 'base64url')
      .toString()
      .replace(/"exp":\d+/, '"exp":4102444800'),
  ).toString('base64url');
  const bad = {
    'no token': undefined,
    'an empty one': '',
    'not a token': 'abc',
    'without a signature': `${unsigned}.${payload}.`,
    'another payload': `${header}.${otherPayload}.${signature}`,
    'a refresh token': tokens.refreshToken,
  };
  for (const [what, token] of Object.entries(bad)) {
    const refused = await createApiClient(url, token).refusal(me, {});
    expect(refused.problem.code, what).toBe('unauthenticated');
  }
});

test('a refresh gives new tokens and spends the old one', async () => {
  const { world, url, anonymous } = server();
  const { tokens: first } = await signIn(url, await world.person());
  const second = await anonymous.call(refresh, { body: refreshing(first) });
  expect(second.refreshToken).not.toBe(first.refreshToken);
  expect(second.user).toEqual(first.user);
  const third = await anonymous.call(refresh, { body: refreshing(second) });
  expect(await createApiClient(url, third.accessToken).call(me, {})).toMatchObject({ user: first.user });
});

test('fifty refreshes at once with one token all get the same successor, and it is good', async () => {
  const { world, url, anonymous } = server();
  const { tokens } = await signIn(url, await world.person());
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => anonymous.call(refresh, { body: refreshing(tokens) })),
  );
  expect(new Set(answers.map(({ refreshToken }) => refreshToken)).size).toBe(1);
  const [successor] = answers;
  expect(successor).toBeDefined();
  if (successor) await anonymous.call(refresh, { body: refreshing(successor) });
});

test('a spent token that comes back after the grace ends the whole session', async () => {
  const { world, url, anonymous } = server();
  const { tokens: first, client } = await signIn(url, await world.person());
  const second = await anonymous.call(refresh, { body: refreshing(first) });
  // As if the eleven seconds since then had gone by.
  await world.database.pool.query(`update sessions set rotated_at = rotated_at - interval '11 seconds'`);
  const reused = await anonymous.refusal(refresh, { body: refreshing(first) });
  expect(reused.problem.code).toBe('session_revoked');
  const successor = await anonymous.refusal(refresh, { body: refreshing(second) });
  expect(successor.problem.code).toBe('session_revoked');
  expect((await client.refusal(me, {})).problem.code).toBe('unauthenticated');
});

test('the grace is for the immediate predecessor alone', async () => {
  const { world, url, anonymous } = server();
  const { tokens: first } = await signIn(url, await world.person());
  const second = await anonymous.call(refresh, { body: refreshing(first) });
  const third = await anonymous.call(refresh, { body: refreshing(second) });
  expect((await anonymous.refusal(refresh, { body: refreshing(first) })).problem.code).toBe(
    'session_revoked',
  );
  expect((await anonymous.refusal(refresh, { body: refreshing(third) })).problem.code).toBe(
    'session_revoked',
  );
});

test('a token that is no refresh token is refused like one whose session is over', async () => {
  const { world, url, anonymous } = server();
  const { tokens } = await signIn(url, await world.person());
  const spoilt = tokens.refreshToken.slice(0, -1) + (tokens.refreshToken.endsWith('A') ? 'B' : 'A');
  for (const refreshToken of ['x', tokens.accessToken, spoilt]) {
    const refused = await anonymous.refusal(refresh, { body: { refreshToken } });
    expect(refused.problem.code).toBe('session_revoked');
  }
});

test('after a sign-out neither token is good; signing out twice is no error', async () => {
  const { world, url, anonymous } = server();
  const { tokens, client } = await signIn(url, await world.person());
  await anonymous.call(logout, { body: refreshing(tokens) });
  expect((await client.refusal(me, {})).problem.code).toBe('unauthenticated');
  expect((await anonymous.refusal(refresh, { body: refreshing(tokens) })).problem.code).toBe(
    'session_revoked',
  );
  await anonymous.call(logout, { body: refreshing(tokens) });
  await anonymous.call(logout, { body: { refreshToken: 'not a token' } });
});

test('one sign-out leaves the other sessions of the account alone', async () => {
  const { world, url, anonymous } = server();
  const person = await world.person();
  const [here, there] = await Promise.all([signIn(url, person), signIn(url, person)]);
  await anonymous.call(logout, { body: refreshing(here.tokens) });
  expect(await there.client.call(me, {})).toMatchObject({ user: { id: person.id } });
});

test('an account that is gone takes its sessions with it', async () => {
  const { world, url, anonymous } = server();
  const person = await world.person();
  const { tokens, client } = await signIn(url, person);
  await world.database.pool.query('delete from users where id = $1', [person.id]);
  expect((await client.refusal(me, {})).problem.code).toBe('unauthenticated');
  expect((await anonymous.refusal(refresh, { body: refreshing(tokens) })).problem.code).toBe(
    'session_revoked',
  );
});
