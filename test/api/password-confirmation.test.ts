import { Secret, TOTP } from 'otpauth';
import { expect, test } from 'vitest';
import { changePassword, forgotPassword, getMe } from '#contract/account/api';
import { createApiKey, listApiKeys } from '#contract/api-key/api';
import { confirmTwoFactor, createTwoFactor, getTwoFactor, removeTwoFactor } from '#contract/two-factor/api';
import { createApiClient } from '../helpers/api-client.ts';
import type { Person } from '../helpers/factories.ts';
import { createWebClient } from '../helpers/web-client.ts';
import { useServer } from './use-server.ts';

const server = useServer();

test(
  'makes no API key without the password, and says so to an app that does not ask for it',
  { tags: ['guard:password-for-api-key'] },
  async () => {
    const person = await server().testData.person();
    const client = await server().as(person);
    const missing = await client.refusal(createApiKey, { body: { name: 'Script' } });
    expect([missing.status, missing.problem.code]).toEqual([401, 'invalid_credentials']);
    expect(missing.problem.detail).toContain('Enter your password');
    // It shows the server's own words for this code only.
    const old = await client.refusal(createApiKey, {
      body: { name: 'Script' },
      headers: { 'User-Agent': 'FastLinkIt-Admin/0.1.0 (Linux)' },
    });
    expect(old.problem.code).toBe('validation_failed');
    expect(old.problem.errors?.[0]?.message).toContain('Update FastLinkIt Admin');
    const wrong = await client.refusal(createApiKey, { body: { name: 'Script', password: 'not it' } });
    expect([wrong.status, wrong.problem.code]).toEqual([401, 'invalid_credentials']);
    expect((await client.call(listApiKeys, {})).items).toEqual([]);
    // Nobody is signed out by it.
    expect((await client.call(getMe, {})).user.id).toBe(person.id);
    expect(server().mailbox.to(person.email)).toEqual([]);
  },
);

test(
  'begins two-factor sign-in with the password only',
  { tags: ['guard:password-for-two-factor'] },
  async () => {
    const person = await server().testData.person();
    const client = await server().as(person);
    for (const body of [{}, { password: 'not it' }]) {
      const refused = await client.refusal(createTwoFactor, { body });
      expect([refused.status, refused.problem.code]).toEqual([401, 'invalid_credentials']);
    }
    const { rows } = await server().testData.database.pool.query(
      'select totp_secret from users where id = $1',
      [person.id],
    );
    expect(rows).toEqual([{ totp_secret: null }]);
    expect((await client.call(getTwoFactor, {})).confirmedAt).toBeNull();
  },
);

test('limits guesses of the password that confirms a change', async () => {
  const person = await server().testData.person();
  const client = await server().as(person);
  for (let n = 0; n < 10; n += 1) {
    const wrong = await client.refusal(createApiKey, { body: { name: 'Script', password: `guess ${n}` } });
    expect(wrong.problem.code).toBe('invalid_credentials');
  }
  const { password } = person;
  const right = await client.refusal(createApiKey, { body: { name: 'Script', password } });
  expect(right.problem.code).toBe('rate_limited');
  await server().testData.database.pool.query('delete from throttles');
});

test(
  'tells the owner of an account by email of each change that outlasts the session',
  { tags: ['guard:security-notice'] },
  async () => {
    const { testData, mailbox, url } = server();
    const person = await testData.person();
    const { email, password } = person;
    const client = await server().as(person);
    const noticeOf = async (subject: RegExp) => {
      const { text, html } = await mailbox.next(email, subject);
      expect(text.split('\n')).toContain(`${url}/Account/ForgotPassword`);
      expect(text).toContain("Wasn't you?");
      expect(html).toContain('Reset password');
      return text;
    };

    const { key } = await client.call(createApiKey, { body: { name: 'See evil.example.com', password } });
    const ofKey = await noticeOf(/^An API key was created/);
    expect(ofKey).toContain('was created on');
    // Somebody else may have chosen the name: no mail program makes a link of it.
    expect(ofKey).not.toContain('evil.example.com');
    expect(ofKey).not.toContain(key.slice(0, 12));

    const { secret } = await client.call(createTwoFactor, { body: { password } });
    const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate();
    await client.call(confirmTwoFactor, { body: { code } });
    expect(await noticeOf(/^Two-factor sign-in was turned on/)).not.toContain(secret);
    await testData.database.pool.query('update users set totp_last_step = 0 where id = $1', [person.id]);
    await client.call(removeTwoFactor, { body: { password, code } });
    await noticeOf(/^Two-factor sign-in was turned off/);

    await client.call(changePassword, { body: { current: password, next: 'some other pass phrase' } });
    await noticeOf(/^Your FastLinkIt password was changed/);
    const subjects = mailbox.to(email).map(({ subject }) => subject);
    expect(subjects).toHaveLength(4);
  },
);

/** Resets the password by an emailed link, with the form's fields. */
async function reset({ email }: Person, fields: Record<string, string>): Promise<void> {
  const { anonymous, mailbox, url } = server();
  await anonymous.call(forgotPassword, { body: { email } });
  const { text } = await mailbox.next(email, /Reset/);
  const link = /^https?:\/\/\S+\/Account\/ResetPassword\?token=\S+$/m.exec(text)?.[0] ?? '';
  const answer = await createWebClient(url).post(link, { password: 'some other pass phrase', ...fields });
  expect(answer.status).toBe(303);
  await mailbox.next(email, /password was changed/);
}

test(
  'revokes the API keys with a password reset when asked to, and closes their streams',
  { tags: ['guard:reset-revokes-api-keys'] },
  async () => {
    const { testData, url } = server();
    const people = [await testData.person(), await testData.person()] as const;
    const keys = [];
    for (const person of people) {
      const { password } = person;
      const { key } = await (
        await server().as(person)
      ).call(createApiKey, { body: { name: 'Script', password } });
      keys.push(key);
    }
    const call = (key = '') =>
      createApiClient(url).raw({ method: 'GET', path: '/api/me', headers: { 'X-Api-Key': key } });
    const stream = await fetch(`${url}/api/events`, { headers: { 'X-Api-Key': keys[0] ?? '' } });
    expect(stream.status).toBe(200);
    await reset(people[0], { revokeApiKeys: 'yes' });
    expect((await call(keys[0])).status).toBe(401);
    // Ends, or the test does not.
    await stream.text();
    await reset(people[1], {});
    expect((await call(keys[1])).status).toBe(200);
  },
);
