import { expect, test } from 'vitest';
import { changePassword, forgotPassword, getMe } from '#contract/account/api';
import {
  endOtherSessions,
  endSession,
  listSessions,
  signIn as signInEndpoint,
  refreshSession,
} from '#contract/session/api';
import { problemOf, signIn } from '../helpers/api-client.ts';
import { openEventStream } from '../helpers/event-stream.ts';
import type { Person } from '../helpers/factories.ts';
import type { ReceivedMail } from '../helpers/mailbox.ts';
import { createWebClient } from '../helpers/web-client.ts';
import { useServer } from './use-server.ts';

const server = useServer();
const next = 'a wholly other pass phrase';

test('lists the sessions of an account with device, address and the current one', async () => {
  const { testData, url, anonymous } = server();
  const person = await testData.person();
  await signIn(url, await testData.person());
  await anonymous.call(signInEndpoint, {
    body: { email: person.email, password: person.password },
    headers: { 'User-Agent': 'Elsewhere/1.0' },
  });
  const { client } = await signIn(url, person);
  const { items } = await client.call(listSessions, {});
  expect(items.map(({ current, kind }) => ({ current, kind }))).toEqual([
    { current: true, kind: 'app' },
    { current: false, kind: 'app' },
  ]);
  expect(items[1]).toMatchObject({ device: 'Elsewhere/1.0', address: '127.0.0.1' });
});

test('ends one session with its tokens and streams, and leaves the others signed in', async () => {
  const { testData, url, anonymous } = server();
  const person = await testData.person();
  const [one, other] = [await signIn(url, person), await signIn(url, person)];
  const stream = await openEventStream({ url, accessToken: one.tokens.accessToken });
  const { items } = await other.client.call(listSessions, {});
  const ended = items.find(({ current }) => !current);
  const params = { sessionId: ended?.id ?? '' };
  await other.client.call(endSession, { params });
  await stream.ended;
  expect((await one.client.refusal(getMe, {})).problem.code).toBe('unauthenticated');
  const { refreshToken } = one.tokens;
  expect((await anonymous.refusal(refreshSession, { body: { refreshToken } })).problem.code).toBe(
    'session_revoked',
  );
  expect((await other.client.call(listSessions, {})).items).toHaveLength(1);
  expect((await other.client.refusal(endSession, { params })).problem.code).toBe('not_found');
});

test('answers not_found when ending a session of another account or an unknown one', async () => {
  const { testData, url } = server();
  const [victim, attacker] = [await testData.person(), await testData.person()];
  const { client } = await signIn(url, victim);
  const { items } = await client.call(listSessions, {});
  for (const sessionId of [items[0]?.id ?? '', 'nonsense', '00000000-0000-7000-8000-000000000000']) {
    const refused = await (await server().as(attacker)).refusal(endSession, { params: { sessionId } });
    expect([refused.status, refused.problem.code]).toEqual([404, 'not_found']);
  }
  expect((await client.call(getMe, {})).user.id).toBe(victim.id);
});

test('ends all other sessions at once, browser sessions included', async () => {
  const { testData, url } = server();
  const person = await testData.person();
  const [one, other] = [await signIn(url, person), await signIn(url, person)];
  const browser = await signedInBrowser(person);
  const streams = [
    await openEventStream({ url, accessToken: other.tokens.accessToken }),
    await openEventStream({ url, accessToken: one.tokens.accessToken }),
  ];
  await one.client.call(endOtherSessions, {});
  await streams[0]?.ended;
  expect((await other.client.refusal(getMe, {})).problem.code).toBe('unauthenticated');
  expect((await browser.get('/Account')).status).toBe(303);
  expect((await one.client.call(listSessions, {})).items).toHaveLength(1);
  streams[1]?.close();
});

test('accepts the new password after a password change and ends all other sessions', async () => {
  const { testData, url, anonymous } = server();
  const person = await testData.person();
  const [one, other] = [await signIn(url, person), await signIn(url, person)];
  await one.client.call(changePassword, { body: { current: person.password, next } });
  expect((await other.client.refusal(getMe, {})).problem.code).toBe('unauthenticated');
  expect((await one.client.call(getMe, {})).user.id).toBe(person.id);
  const before = await anonymous.refusal(signInEndpoint, { body: signingIn(person, person.password) });
  expect(before.problem.code).toBe('invalid_credentials');
  expect((await anonymous.call(signInEndpoint, { body: signingIn(person, next) })).user.id).toBe(person.id);
});

test('rejects a password change without the current password or with a weak one', async () => {
  const { testData, url, anonymous } = server();
  const person = await testData.person();
  const { client } = await signIn(url, person);
  const wrong = await client.refusal(changePassword, { body: { current: 'not the password', next } });
  expect([wrong.status, wrong.problem.code]).toEqual([401, 'invalid_credentials']);
  for (const weak of ['short', 'password1234', person.email]) {
    const refused = await client.refusal(changePassword, { body: { current: person.password, next: weak } });
    expect(refused.problem.code, weak).toBe('validation_failed');
  }
  expect((await anonymous.call(signInEndpoint, { body: signingIn(person, person.password) })).user.id).toBe(
    person.id,
  );
});

test('limits wrong guesses of the current password in an open session', async () => {
  const { testData, url } = server();
  const person = await testData.person();
  const { client } = await signIn(url, person);
  for (let n = 0; n < 10; n += 1) {
    const wrong = await client.refusal(changePassword, { body: { current: `guess ${n}`, next } });
    expect(wrong.problem.code).toBe('invalid_credentials');
  }
  const right = await client.refusal(changePassword, { body: { current: person.password, next } });
  expect([right.status, right.problem.code]).toEqual([429, 'rate_limited']);
});

test('answers every password reset request alike and emails a link that works once', async () => {
  const { testData, url, anonymous, mailbox } = server();
  const person = await testData.person();
  const { client } = await signIn(url, person);
  const answers = await Promise.all(
    [person.email, ` ${person.email.toUpperCase()} `, 'nobody@example.test', 'no address'].map((email) =>
      anonymous.raw({ method: 'POST', path: '/api/auth/forgot', body: { email } }),
    ),
  );
  expect(answers.map(({ status, text }) => [status, text])).toEqual(answers.map(() => [202, '']));
  const links = [await nextLink(person), await nextLink(person)];
  const [first = '', second = ''] = links;
  expect((await fetch(first)).status).toBe(200);
  expect((await choose(first, 'short')).status).toBe(422);
  expect((await choose(first, next)).status).toBe(303);
  expect((await anonymous.call(signInEndpoint, { body: signingIn(person, next) })).user.id).toBe(person.id);
  expect((await client.refusal(getMe, {})).problem.code).toBe('unauthenticated');
  // Neither that link nor one of the same time serves again.
  for (const link of [first, second, `${url}/Account/ResetPassword?token=nonsense`]) {
    expect((await choose(link, 'yet another pass phrase')).status).toBe(404);
  }
  expect(mailbox.mails.filter(({ to }) => to.startsWith('no'))).toEqual([]);
});

test('accepts a password reset link for one hour', async () => {
  const { testData, anonymous } = server();
  const person = await testData.person();
  await anonymous.call(forgotPassword, { body: { email: person.email } });
  const link = new URL(await nextLink(person));
  const token = Buffer.from(link.searchParams.get('token') ?? '', 'base64url');
  // Its end stands in the token, signed: moved, it is no token of ours.
  for (const at of token.keys()) {
    if (at % 7 !== 0) continue;
    const forged = Buffer.from(token);
    forged[at] = (forged[at] ?? 0) ^ 1;
    link.searchParams.set('token', forged.toString('base64url'));
    expect((await choose(link.href, next)).status).toBe(404);
  }
  const mail = server().mailbox.to(person.email).at(-1);
  expect(mail?.text).toMatch(/works once and expires on/);
});

test('emails at most five password reset links an hour to one account with the same response', async () => {
  const { testData, anonymous, mailbox } = server();
  const { email } = await testData.person();
  for (let n = 0; n < 8; n += 1) await anonymous.call(forgotPassword, { body: { email } });
  const last = await testData.person();
  await anonymous.call(forgotPassword, { body: { email: last.email } });
  await mailbox.next(last.email);
  await expect.poll(() => mailbox.to(email).length).toBe(5);
});

test('answers a password reset request alike for any input as the email', async () => {
  const answers = ['\u0000@x.test', '\ud800', 'no address', 'nobody@example.test'].map((email) =>
    server().anonymous.call(forgotPassword, { body: { email } }),
  );
  expect(await Promise.all(answers)).toEqual(answers.map(() => undefined));
});

test('keeps the password and the reset link out of the log', async () => {
  const { testData, backend, anonymous } = server();
  const person = await testData.person();
  await anonymous.call(forgotPassword, { body: { email: person.email } });
  const link = await nextLink(person);
  await choose(link, 'never in any log at all');
  const token = new URL(link).searchParams.get('token') ?? '';
  expect(token.length).toBeGreaterThan(40);
  expect(backend.output()).not.toContain(token);
  expect(backend.output()).not.toContain('never in any log');
});

test('requires authentication for all account endpoints', async () => {
  for (const [method, path] of [
    ['GET', '/api/sessions'],
    ['DELETE', '/api/sessions'],
    ['DELETE', '/api/sessions/x'],
    ['POST', '/api/auth/password'],
    ['POST', '/api/totp'],
    ['POST', '/api/totp/confirm'],
    ['DELETE', '/api/totp'],
    ['GET', '/api/api-keys'],
    ['POST', '/api/api-keys'],
    ['DELETE', '/api/api-keys/x'],
    ['GET', '/api/inbox'],
  ] as const) {
    const answer = await server().anonymous.raw({ method, path });
    expect([answer.status, problemOf(answer)], path).toEqual([401, 'unauthenticated']);
  }
});

const signingIn = ({ email }: Person, password: string) => ({ email, password });

async function signedInBrowser({ email, password }: Person) {
  const { url } = server();
  const browser = createWebClient(url);
  const answer = await browser.post('/Account/Login', { email, password }, { Origin: url });
  expect(answer.status).toBe(303);
  expect((await browser.get('/Account')).status).toBe(200);
  return browser;
}

function linkOf(mail: ReceivedMail): string {
  const link = /^https?:\/\/\S+\/Account\/ResetPassword\?token=\S+$/m.exec(mail.text)?.[0];
  if (link === undefined) throw new Error(`no link in:\n${mail.text}`);
  return link;
}

async function nextLink({ email }: Person): Promise<string> {
  return linkOf(await server().mailbox.next(email, /Reset/));
}

function choose(link: string, password: string) {
  const { url } = server();
  return createWebClient(url).post(link, { password }, { Origin: url });
}
