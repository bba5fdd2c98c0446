import { Secret, TOTP } from 'otpauth';
import { expect, test } from 'vitest';
import { listActivity } from '#contract/activity/api';
import { createApiKey } from '#contract/api-key/api';
import {
  createInvite,
  createInviteLink,
  getInvite,
  listInvites,
  resendInvite,
  revokeInvite,
} from '#contract/invite/api';
import { forgotPassword } from '#contract/account/api';
import { signIn as signInEndpoint, signOut, refreshSession } from '#contract/session/api';
import { confirmTwoFactor, createTwoFactor } from '#contract/two-factor/api';
import { createApiClient, signIn } from '../helpers/api-client.ts';
import { dumpTables } from '../helpers/dump-tables.ts';
import type { Person } from '../helpers/factories.ts';
import { codeIn, linkIn } from '../helpers/mailbox.ts';
import { createWebClient } from '../helpers/web-client.ts';
import { useServer } from './use-server.ts';

const server = useServer();

const signingIn = ({ email, password }: Person) => ({ email, password });

const tokenOf = (link: string) => link.slice(link.lastIndexOf('/') + 1);

test('writes no token, code or password to logs, database or responses for others', async () => {
  const { testData, url, anonymous, mailbox, backend } = server();
  const canaries = new Map<string, string>();
  const keep = (name: string, secret: string) => {
    expect(secret.length, name).toBeGreaterThan(5);
    canaries.set(name, secret);
    return secret;
  };

  // Signing in, well and badly, with secrets in every place where somebody may put them.
  const team = await testData.team();
  const wrongPassword = keep('a wrong password', 'canary-wrong-password-1');
  await anonymous.raw({
    method: 'POST',
    path: '/api/auth/login',
    body: { email: team.admin.email, password: wrongPassword },
  });
  await anonymous.raw({
    method: 'POST',
    path: '/api/auth/login',
    body: { email: wrongPassword, password: wrongPassword },
  });
  await anonymous.raw({
    method: 'POST',
    path: '/api/auth/login',
    body: `{"email":"x","password":"${wrongPassword}"`,
  });
  await anonymous.raw({
    method: 'POST',
    path: '/api/auth/login',
    body: {
      email: team.admin.email,
      password: 'x',
      token: keep('an unknown field', 'canary-unknown-field-1'),
    },
  });
  const { tokens, client } = await signIn(url, team.admin);
  keep('the password', team.admin.password);
  keep('the access token', tokens.accessToken);
  keep('the first refresh token', tokens.refreshToken);
  const renewed = await anonymous.call(refreshSession, { body: { refreshToken: tokens.refreshToken } });
  keep('the second refresh token', renewed.refreshToken);
  await anonymous.raw({ method: 'GET', path: `/api/me?access_token=${tokens.accessToken}` });
  await anonymous.raw({ method: 'GET', path: `/api/${tokens.refreshToken}/nothing` });
  await createApiClient(url, `${tokens.accessToken}x`).raw({ method: 'GET', path: '/api/me' });

  // Both kinds of links, opened, posted to, misspelt and handed on.
  const params = { organizationId: team.organizationId };
  const invite = await client.call(createInvite, {
    params,
    body: { email: 'canary@example.test', role: 'agent' },
  });
  const inviteParams = { ...params, inviteId: invite.id };
  const link = linkIn(await mailbox.next('canary@example.test'));
  const mailed = keep('the mailed token', tokenOf(link));
  const copied = keep(
    'the copied token',
    tokenOf((await client.call(createInviteLink, { params: inviteParams })).url),
  );
  const web = createWebClient(url);
  const copiedLink = `/support/invite/${copied}`;
  await web.get(link, { 'Sec-Fetch-User': '?1', Referer: `${url}/support/invite/${mailed}` });
  await web.get(`/support/invite/${mailed}x`);
  await web.get(`/support//invite/${mailed}/`);
  await web.get(`/support/invite/${encodeURIComponent(`${mailed}/../`)}`);
  await web.get(`/Account/Login?returnUrl=${encodeURIComponent(`/support/invite/${mailed}`)}`);
  await web.get(`/nothing?link=${encodeURIComponent(link)}`, { Referer: link });
  await web.post(`${copiedLink}/code`);
  keep('the code', codeIn(await mailbox.next('canary@example.test')));
  const newPassword = keep('a new password', 'canary new password 1');
  await web.post(`${copiedLink}/register`, {
    firstName: 'C',
    lastName: 'N',
    password: newPassword,
    code: '000000',
  });
  await web.post(`${link}/register`, { firstName: '', lastName: 'N', password: newPassword });
  expect(
    (await web.post(`${link}/register`, { firstName: 'C', lastName: 'N', password: newPassword })).status,
  ).toBe(303);
  for (const name of ['fastlinkit_session', 'fastlinkit_device']) {
    keep(`the cookie ${name}`, new RegExp(`${name}=([^;]+)`).exec(web.cookie())?.[1] ?? '');
  }
  await web.post(`${link}/accept`);
  await web.post('/Account/Login', { email: 'canary@example.test', password: wrongPassword });
  await client.refusal(revokeInvite, { params: inviteParams });

  const answers = JSON.stringify([
    await client.call(getInvite, { params: inviteParams }),
    await client.call(listInvites, { params, query: { status: 'all' } }),
    await client.call(listActivity, { params }),
    await client.raw({ method: 'GET', path: '/openapi/v1.json' }),
  ]);
  const database = await dump();
  await anonymous.call(signOut, { body: { refreshToken: renewed.refreshToken } });
  await backend.logLine(
    ({ req, msg }) => msg === 'request' && JSON.stringify(req).includes('/api/auth/logout'),
  );

  const log = backend.output();
  expect(backend.log().length).toBeGreaterThan(20);
  for (const [name, secret] of canaries) {
    expect(log.includes(secret), `${name} in the log`).toBe(false);
    expect(log.includes(encodeURIComponent(secret)), `${name} in the log, encoded`).toBe(false);
    if (name !== 'the code') expect(database.includes(secret), `${name} in the database`).toBe(false);
    expect(answers.includes(secret), `${name} in an answer`).toBe(false);
  }
  // A link's token is read by its middle as well: no prefix of it may be enough.
  for (const name of ['the mailed token', 'the copied token', 'the first refresh token']) {
    const middle = canaries.get(name)?.slice(24, 44) ?? '';
    expect(log.includes(middle), `a part of ${name} in the log`).toBe(false);
    expect(database.includes(middle), `a part of ${name} in the database`).toBe(false);
  }
});

/** All that the database holds. */
async function dump(): Promise<string> {
  return (await dumpTables(server().testData.database.pool)).join('\n');
}

test(
  'writes no API key, two-factor secret or password reset link to logs, database or responses',
  { tags: ['guard:api-key-hash'] },
  async () => {
    const { testData, url, anonymous, mailbox, backend } = server();
    const person = await testData.person();
    const { client } = await signIn(url, person);
    const { key } = await client.call(createApiKey, {
      body: { name: 'canary', password: person.password },
    });
    await client.raw({ method: 'GET', path: '/api/me', headers: { Authorization: '', 'X-Api-Key': key } });
    const { secret } = await client.call(createTwoFactor, { body: { password: person.password } });
    const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate();
    const { recoveryCodes } = await client.call(confirmTwoFactor, { body: { code } });
    await anonymous.call(signInEndpoint, { body: { ...signingIn(person), totp: recoveryCodes[0] ?? '' } });
    await anonymous.call(forgotPassword, { body: { email: person.email } });
    const { text } = await mailbox.next(person.email, /Reset/);
    const reset = /ResetPassword\?token=(\S+)/.exec(text)?.[1] ?? '';
    await createWebClient(url).get(`/Account/ResetPassword?token=${reset}`);

    const canaries = [key, key.slice(4), secret, reset, ...recoveryCodes];
    const stored = await dump();
    const log = backend.output();
    for (const canary of canaries) {
      expect(canary.length).toBeGreaterThan(9);
      for (const form of [canary, canary.replaceAll('-', ''), Buffer.from(canary).toString('hex')]) {
        expect(stored.includes(form), 'in the database').toBe(false);
        expect(log.includes(form), 'in the log').toBe(false);
      }
    }
    // 256 bits each, beside the eleven characters or so that say whose they are.
    expect(Buffer.from(key.slice(4), 'base64url')).toHaveLength(32);
    expect(Buffer.from(reset, 'base64url').length).toBeGreaterThanOrEqual(32);
  },
);

test('sends no link token with live events or exports', async () => {
  const { testData, mailbox } = server();
  const team = await testData.team();
  const client = await server().as(team.owner);
  const params = { organizationId: team.organizationId };
  const stream = await server().listen(team.owner, params);
  const { id } = await client.call(createInvite, {
    params,
    body: { email: 'streamed@example.test', role: 'agent' },
  });
  const link = linkIn(await mailbox.next('streamed@example.test'));
  const { url } = await client.call(createInviteLink, { params: { ...params, inviteId: id } });
  await createWebClient(server().url).get(link, { 'Sec-Fetch-User': '?1' });
  await client.call(resendInvite, { params: { ...params, inviteId: id } });
  await client.call(revokeInvite, { params: { ...params, inviteId: id } });
  await stream.next('invite.revoked');
  const files = await Promise.all(
    ['activity.csv', 'members.csv'].map((file) =>
      client.raw({ method: 'GET', path: `/api/organizations/${team.organizationId}/${file}` }),
    ),
  );
  const said = [stream.text(), ...files.map(({ text }) => text)];
  for (const text of said) {
    expect(text.length).toBeGreaterThan(50);
    for (const token of [tokenOf(link), tokenOf(url)]) {
      expect(text).not.toContain(token);
      expect(text).not.toContain(token.slice(24, 44));
    }
  }
});

test('stores no usable secret in email jobs or events', async () => {
  const { testData } = server();
  const { rows } = await testData.database.pool.query<{ data: unknown }>(
    'select data from events union all select data from pgboss.job',
  );
  expect(rows.length).toBeGreaterThan(0);
  for (const { data } of rows) expect(JSON.stringify(data)).not.toMatch(/[\w-]{43,}/);
});

test('logs each request with its id', async () => {
  const { anonymous, backend } = server();
  const { headers } = await anonymous.raw({ method: 'GET', path: '/api/nothing-of-the-kind' });
  const requestId = headers.get('x-request-id');
  const line = await backend.logLine((entry) => entry['requestId'] === requestId);
  expect(line).toMatchObject({ level: 'info', msg: 'request' });
});
