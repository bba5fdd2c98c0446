import { expect, test } from 'vitest';
import { signIn as signInEndpoint, signOut, refreshSession } from '#contract/session/api';
import type { SessionTokens } from '#contract/session/api';
import { getMe } from '#contract/account/api';
import { createApiClient, signIn } from '../helpers/api-client.ts';
import { useServer } from './use-server.ts';

const server = useServer();

const refreshing = ({ refreshToken }: SessionTokens) => ({ refreshToken });

test('returns tokens for a sign-in that identify the user', async () => {
  const { testData, url } = server();
  const team = await testData.team({ name: 'Acme Support' });
  const { client, tokens } = await signIn(url, team.admin);
  const { id, email, firstName, lastName } = team.admin;
  expect(tokens.user).toEqual({ id, email, firstName, lastName, staff: false });
  expect(Date.parse(tokens.accessTokenExpiresAt)).toBeGreaterThan(Date.now());
  expect(await client.call(getMe, {})).toEqual({
    user: tokens.user,
    memberships: [{ organizationId: team.organizationId, organizationName: 'Acme Support', role: 'admin' }],
  });
});

test('accepts the email in any letter case and with spaces around it', async () => {
  const { testData, anonymous } = server();
  const person = await testData.person({
    email: 'zoë@bücher.test'.normalize('NFC').replace('bücher', 'xn--bcher-kva'),
  });
  const typed = `  ZOË@BÜCHER.test `.normalize('NFD');
  const { user } = await anonymous.call(signInEndpoint, {
    body: { email: typed, password: person.password },
  });
  expect(user.id).toBe(person.id);
});

test('rejects a wrong password and an unknown email with the same response', async () => {
  const { testData, anonymous } = server();
  const person = await testData.person();
  const wrong = await anonymous.refusal(signInEndpoint, {
    body: { email: person.email, password: 'not the password' },
  });
  const unknown = await anonymous.refusal(signInEndpoint, {
    body: { email: 'nobody@example.test', password: 'not the password' },
  });
  expect(wrong.problem.code).toBe('invalid_credentials');
  expect(unknown.problem).toEqual(wrong.problem);
  const malformed = await anonymous.refusal(signInEndpoint, {
    body: { email: 'no address', password: 'not the password' },
  });
  expect(malformed.problem).toEqual(wrong.problem);
});

test('rejects requests without a valid access token', async () => {
  const { testData, url } = server();
  const { tokens } = await signIn(url, await testData.person());
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
    const refused = await createApiClient(url, token).refusal(getMe, {});
    expect(refused.problem.code, what).toBe('unauthenticated');
  }
});

test('returns new tokens for a refresh and invalidates the old refresh token', async () => {
  const { testData, url, anonymous } = server();
  const { tokens: first } = await signIn(url, await testData.person());
  const second = await anonymous.call(refreshSession, { body: refreshing(first) });
  expect(second.refreshToken).not.toBe(first.refreshToken);
  expect(second.user).toEqual(first.user);
  const third = await anonymous.call(refreshSession, { body: refreshing(second) });
  expect(await createApiClient(url, third.accessToken).call(getMe, {})).toMatchObject({ user: first.user });
});

test(
  'returns the same successor to fifty concurrent refreshes with one token',
  { tags: ['guard:refresh-grace'] },
  async () => {
    const { testData, url, anonymous } = server();
    const { tokens } = await signIn(url, await testData.person());
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => anonymous.call(refreshSession, { body: refreshing(tokens) })),
    );
    expect(new Set(answers.map(({ refreshToken }) => refreshToken)).size).toBe(1);
    const [successor] = answers;
    expect(successor).toBeDefined();
    if (!successor) return;
    // One of them is in use already when another one arrives.
    await createApiClient(url, successor.accessToken).call(getMe, {});
    const late = await anonymous.call(refreshSession, { body: refreshing(tokens) });
    expect(late.refreshToken).toBe(successor.refreshToken);
    await anonymous.call(refreshSession, { body: refreshing(successor) });
  },
);

test(
  'keeps the session when the answer to a refresh is lost and the network is away for long',
  { tags: ['guard:refresh-unseen'] },
  async () => {
    const { testData, url, anonymous } = server();
    const { tokens: first, client } = await signIn(url, await testData.person());
    const lost = await anonymous.call(refreshSession, { body: refreshing(first) });
    // The token from before may still be in use, and as if an hour had gone by.
    await client.call(getMe, {});
    await testData.database.pool.query(`update sessions set rotated_at = rotated_at - interval '1 hour'`);
    const second = await anonymous.call(refreshSession, { body: refreshing(first) });
    expect(second.refreshToken).toBe(lost.refreshToken);
    await createApiClient(url, second.accessToken).call(getMe, {});
    const third = await anonymous.call(refreshSession, { body: refreshing(second) });
    expect(await createApiClient(url, third.accessToken).call(getMe, {})).toMatchObject({ user: first.user });
  },
);

test('ends the session of a thief who is one step behind, no matter who comes first', async () => {
  const { testData, url, anonymous } = server();
  const pass = (seconds: number) =>
    testData.database.pool.query(`update sessions set rotated_at = rotated_at - make_interval(secs => $1)`, [
      seconds,
    ]);
  // The owner goes on, and the thief comes with the token from before.
  const owner = await signIn(url, await testData.person());
  const next = await anonymous.call(refreshSession, { body: refreshing(owner.tokens) });
  await createApiClient(url, next.accessToken).call(getMe, {});
  await pass(11);
  const thief = await anonymous.refusal(refreshSession, { body: refreshing(owner.tokens) });
  expect(thief.problem.code).toBe('session_revoked');
  expect((await anonymous.refusal(refreshSession, { body: refreshing(next) })).problem.code).toBe(
    'session_revoked',
  );

  // The thief goes on, and the owner comes with the token from before.
  const robbed = await signIn(url, await testData.person());
  const stolen = await anonymous.call(refreshSession, { body: refreshing(robbed.tokens) });
  await anonymous.call(refreshSession, { body: refreshing(stolen) });
  await pass(3600);
  const late = await anonymous.refusal(refreshSession, { body: refreshing(robbed.tokens) });
  expect(late.problem.code).toBe('session_revoked');
});

test(
  'ends the session when a used refresh token returns after the grace period',
  { tags: ['guard:refresh-reuse'] },
  async () => {
    const { testData, url, anonymous } = server();
    const { tokens: first, client } = await signIn(url, await testData.person());
    const second = await anonymous.call(refreshSession, { body: refreshing(first) });
    await createApiClient(url, second.accessToken).call(getMe, {});
    // As if the eleven seconds since then had gone by.
    await testData.database.pool.query(`update sessions set rotated_at = rotated_at - interval '11 seconds'`);
    const reused = await anonymous.refusal(refreshSession, { body: refreshing(first) });
    expect(reused.problem.code).toBe('session_revoked');
    const successor = await anonymous.refusal(refreshSession, { body: refreshing(second) });
    expect(successor.problem.code).toBe('session_revoked');
    expect((await client.refusal(getMe, {})).problem.code).toBe('unauthenticated');
  },
);

test(
  'grants the grace period only to the immediate predecessor',
  { tags: ['guard:refresh-predecessor'] },
  async () => {
    const { testData, url, anonymous } = server();
    const { tokens: first } = await signIn(url, await testData.person());
    const second = await anonymous.call(refreshSession, { body: refreshing(first) });
    const third = await anonymous.call(refreshSession, { body: refreshing(second) });
    expect((await anonymous.refusal(refreshSession, { body: refreshing(first) })).problem.code).toBe(
      'session_revoked',
    );
    expect((await anonymous.refusal(refreshSession, { body: refreshing(third) })).problem.code).toBe(
      'session_revoked',
    );
  },
);

test('rejects a malformed refresh token like one of an ended session', async () => {
  const { testData, url, anonymous } = server();
  const { tokens } = await signIn(url, await testData.person());
  const spoilt = tokens.refreshToken.slice(0, -1) + (tokens.refreshToken.endsWith('A') ? 'B' : 'A');
  for (const refreshToken of ['x', tokens.accessToken, spoilt]) {
    const refused = await anonymous.refusal(refreshSession, { body: { refreshToken } });
    expect(refused.problem.code).toBe('session_revoked');
  }
});

test('invalidates both tokens on sign-out, and accepts a repeated sign-out', async () => {
  const { testData, url, anonymous } = server();
  const { tokens, client } = await signIn(url, await testData.person());
  await anonymous.call(signOut, { body: refreshing(tokens) });
  expect((await client.refusal(getMe, {})).problem.code).toBe('unauthenticated');
  expect((await anonymous.refusal(refreshSession, { body: refreshing(tokens) })).problem.code).toBe(
    'session_revoked',
  );
  await anonymous.call(signOut, { body: refreshing(tokens) });
  await anonymous.call(signOut, { body: { refreshToken: 'not a token' } });
});

test('keeps the other sessions of the account on sign-out', async () => {
  const { testData, url, anonymous } = server();
  const person = await testData.person();
  const [here, there] = await Promise.all([signIn(url, person), signIn(url, person)]);
  await anonymous.call(signOut, { body: refreshing(here.tokens) });
  expect(await there.client.call(getMe, {})).toMatchObject({ user: { id: person.id } });
});

test('ends the sessions of a deleted account', async () => {
  const { testData, url, anonymous } = server();
  const person = await testData.person();
  const { tokens, client } = await signIn(url, person);
  await testData.database.pool.query('delete from users where id = $1', [person.id]);
  expect((await client.refusal(getMe, {})).problem.code).toBe('unauthenticated');
  expect((await anonymous.refusal(refreshSession, { body: refreshing(tokens) })).problem.code).toBe(
    'session_revoked',
  );
});
