import { randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { expect, onTestFinished, test } from 'vitest';
import { getMe } from '#contract/account/api';
import { createInvite, createInviteLink } from '#contract/invite/api';
import { signIn as signInEndpoint, refreshSession } from '#contract/session/api';
import { confirmTwoFactor, createTwoFactor } from '#contract/two-factor/api';
import { createApiClient, signIn } from '../helpers/api-client.ts';
import { createDatabase } from '../helpers/databases.ts';
import { dumpTables } from '../helpers/dump-tables.ts';
import { openTestData } from '../helpers/factories.ts';
import { codeIn, linkIn, openMailbox, type Mailbox } from '../helpers/mailbox.ts';
import { spawnBackend, startBackend } from '../helpers/start-backend.ts';
import { createWebClient } from '../helpers/web-client.ts';

const secretOf = () => randomBytes(32).toString('base64');

async function setUp() {
  const [database, mailbox] = await Promise.all([createDatabase(), openMailbox()]);
  onTestFinished(() => database.drop());
  onTestFinished(() => mailbox.close());
  const testData = openTestData(database.url);
  onTestFinished(() => testData.close());
  const settings = (secret: string, previous?: string) => ({
    databaseUrl: database.url,
    smtpUrl: mailbox.smtpUrl,
    environment: { FASTLINKIT_SECRET: secret, FASTLINKIT_SECRET_PREVIOUS: previous },
  });
  const start = async (secret: string, previous?: string) => {
    const backend = await startBackend(settings(secret, previous));
    onTestFinished(async () => void (await backend.stop()));
    return backend;
  };
  return { mailbox, testData, settings, start };
}

/** All that is made with the server's keys and outlasts a restart: tokens, links, codes, recovery codes. */
async function makeAll(
  url: string,
  { mailbox, testData }: { mailbox: Mailbox; testData: ReturnType<typeof openTestData> },
) {
  const { organizationId, owner } = await testData.team();
  const { client, tokens } = await signIn(url, owner);
  const email = `across-${randomBytes(4).toString('hex')}@example.test`;
  const params = { organizationId };
  const { id: inviteId } = await client.call(createInvite, { params, body: { email, role: 'agent' } });
  const emailed = new URL(linkIn(await mailbox.next(email, /invited/))).pathname;
  const link = await client.call(createInviteLink, { params: { ...params, inviteId } });
  const copied = new URL(link.url).pathname;
  await createWebClient(url).post(`${copied}/code`);
  const code = codeIn(await mailbox.next(email, /code/));
  const { secret } = await client.call(createTwoFactor, { body: { password: owner.password } });
  const totp = new TOTP({ secret: Secret.fromBase32(secret) });
  const { recoveryCodes } = await client.call(confirmTwoFactor, { body: { code: totp.generate() } });
  return { owner, tokens, emailed, copied, code, totp, recoveryCodes };
}

test(
  'keeps tokens, links, codes and two-factor valid when the secret is changed and the one before is dropped',
  { tags: ['guard:server-key'] },
  async () => {
    const { start, ...given } = await setUp();
    const [oldSecret, newSecret, third] = [secretOf(), secretOf(), secretOf()];
    const first = await start(oldSecret);
    const made = await makeAll(first.url, given);
    await first.stop();
    await (await start(newSecret, oldSecret)).stop();
    await (await start(newSecret)).stop();
    // And once more, some day.
    await (await start(third, newSecret)).stop();
    const backend = await start(third);

    const { email, password } = made.owner;
    const anonymous = createApiClient(backend.url);
    const signInWith = async (totp: string | undefined) =>
      anonymous.call(signInEndpoint, { body: { email, password, totp } });
    const client = createApiClient(backend.url, made.tokens.accessToken);
    expect((await client.call(getMe, {})).user.email).toBe(email);
    const { refreshToken } = made.tokens;
    await anonymous.call(refreshSession, { body: { refreshToken } });
    expect((await fetch(`${backend.url}${made.emailed}`)).status).toBe(200);
    await given.testData.database.pool.query('update users set totp_last_step = 0');
    await signInWith(made.totp.generate());
    await signInWith(made.recoveryCodes[0]);
    const registered = await createWebClient(backend.url).post(`${made.copied}/register`, {
      firstName: 'New',
      lastName: 'Member',
      password: 'three words in a row',
      code: made.code,
    });
    expect(registered.status).toBe(303);
    for (const row of await dumpTables(given.testData.database.pool)) {
      for (const secret of [oldSecret, newSecret, third]) expect(row).not.toContain(secret);
    }
  },
);

test('changes the secret of several servers one after the other, and one restarts in between', async () => {
  const { start, testData } = await setUp();
  const [oldSecret, newSecret] = [secretOf(), secretOf()];
  const [one, other] = [await start(oldSecret), await start(oldSecret)];
  const person = await testData.person();
  const { tokens } = await signIn(one.url, person);
  const isValid = async (url: string) =>
    (await createApiClient(url, tokens.accessToken).raw({ method: 'GET', path: '/api/me' })).status === 200;
  await one.stop();
  const changed = await start(newSecret, oldSecret);
  expect([await isValid(changed.url), await isValid(other.url)]).toEqual([true, true]);
  // It does not know of the new secret yet.
  await other.stop();
  const unchanged = await start(oldSecret);
  expect(await isValid(unchanged.url)).toBe(true);
  await unchanged.stop();
  const alsoChanged = await start(newSecret, oldSecret);
  const { client } = await signIn(alsoChanged.url, person);
  expect(await isValid(alsoChanged.url)).toBe(true);
  await changed.stop();
  const last = await start(newSecret);
  expect(await isValid(last.url)).toBe(true);
  expect((await createApiClient(last.url, client.accessToken).call(getMe, {})).user.id).toBe(person.id);
});

test(
  'does not start with another secret than the one that the database was used with',
  { tags: ['guard:wrong-secret'] },
  async () => {
    const { start, settings } = await setUp();
    const [oldSecret, newSecret] = [secretOf(), secretOf()];
    await (await start(oldSecret)).stop();
    const refused = async (secret: string, previous?: string) => {
      const exit = await (await spawnBackend(settings(secret, previous))).exited;
      expect([exit.code, exit.stdout]).toEqual([1, '']);
      const said = exit.stderr.trim().split('\n');
      expect(said.at(-1)).toContain('FASTLINKIT_SECRET is not the secret');
      expect(said.at(-1)).toContain('FASTLINKIT_SECRET_PREVIOUS');
      for (const each of [secret, previous ?? secret]) expect(exit.stderr).not.toContain(each);
    };
    await refused(newSecret);
    await refused(newSecret, secretOf());
    await (await start(newSecret, oldSecret)).stop();
    await (await start(newSecret)).stop();
    await refused(oldSecret);
  },
);

test('stores one key when several servers start on a new database at the same time', async () => {
  const { start, testData } = await setUp();
  const secret = secretOf();
  const backends = await Promise.all([start(secret), start(secret), start(secret)]);
  const { tokens } = await signIn(backends[0]?.url ?? '', await testData.person());
  for (const { url } of backends) await createApiClient(url, tokens.accessToken).call(getMe, {});
  expect((await testData.database.pool.query('select from server_key')).rowCount).toBe(1);
});
