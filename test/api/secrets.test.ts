import { expect, test } from 'vitest';
import { listActivity } from '#contract/activity';
import { createInvite, createInviteLink, getInvite, listInvites, revokeInvite } from '#contract/invite';
import { logout, refresh } from '#contract/session';
import { createApiClient, signIn } from '../support/api-client.ts';
import { codeIn, linkIn } from '../support/mailbox.ts';
import { createWebClient } from '../support/web-client.ts';
import { useServer } from './use-server.ts';

const server = useServer();

const tokenOf = (link: string) => link.slice(link.lastIndexOf('/') + 1);

test('no token, code or password stands in a log, in the database or in an answer that is not for it', async () => {
  const { world, url, anonymous, mailbox, backend } = server();
  const canaries = new Map<string, string>();
  const keep = (name: string, secret: string) => {
    expect(secret.length, name).toBeGreaterThan(5);
    canaries.set(name, secret);
    return secret;
  };

  // Signing in, well and badly, with secrets in every place where somebody may put them.
  const team = await world.team();
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
  const renewed = await anonymous.call(refresh, { body: { refreshToken: tokens.refreshToken } });
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
  keep('the cookie', web.cookie().split('=')[1] ?? '');
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
  await anonymous.call(logout, { body: { refreshToken: renewed.refreshToken } });
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

/** All that the database holds, the queue's jobs included. */
async function dump(): Promise<string> {
  const { pool } = server().world.database;
  const { rows: tables } = await pool.query<{ name: string }>(
    `select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  const texts = [];
  for (const { name } of tables) {
    const { rows } = await pool.query<{ row: string }>(`select t::text as row from ${name} t`);
    texts.push(...rows.map(({ row }) => row));
  }
  expect(tables.length).toBeGreaterThan(10);
  return texts.join('\n');
}

test('a secret in the mail queue or an event is none that opens a door', async () => {
  const { world } = server();
  const { rows } = await world.database.pool.query<{ data: unknown }>(
    'select data from events union all select data from pgboss.job',
  );
  expect(rows.length).toBeGreaterThan(0);
  for (const { data } of rows) expect(JSON.stringify(data)).not.toMatch(/[\w-]{43,}/);
});

test('every log line of a request bears its id', async () => {
  const { anonymous, backend } = server();
  const { headers } = await anonymous.raw({ method: 'GET', path: '/api/nothing-of-the-kind' });
  const requestId = headers.get('x-request-id');
  const line = await backend.logLine((entry) => entry['requestId'] === requestId);
  expect(line).toMatchObject({ level: 'info', msg: 'request' });
});
