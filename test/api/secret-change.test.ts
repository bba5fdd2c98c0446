import { randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createInvite } from '#contract/invite';
import { login, me, refresh } from '#contract/session';
import { confirmTotp, createTotp } from '#contract/totp';
import { createApiClient, signIn } from '../support/api-client.ts';
import { createDatabase, type TestDatabase } from '../support/databases.ts';
import { openWorld } from '../support/factories.ts';
import { linkIn, openMailbox, type Mailbox } from '../support/mailbox.ts';
import { startBackend } from '../support/start-backend.ts';

const [oldSecret, newSecret] = [randomBytes(32).toString('base64'), randomBytes(32).toString('base64')];
let database: TestDatabase;
let mailbox: Mailbox;

beforeAll(async () => {
  [database, mailbox] = await Promise.all([createDatabase(), openMailbox()]);
});

afterAll(async () => {
  await mailbox.close();
  await database.drop();
});

/** A server with these secrets, until `use` is through. */
async function withServer<Result>(
  environment: Record<string, string>,
  use: (url: string) => Promise<Result>,
): Promise<Result> {
  const backend = await startBackend({ databaseUrl: database.url, smtpUrl: mailbox.smtpUrl, environment });
  try {
    return await use(backend.url);
  } finally {
    await backend.stop();
  }
}

test('the secret can be changed: nobody is signed out, and no link, code or recovery code dies', async () => {
  const made = await withServer({ FASTLINKIT_SECRET: oldSecret }, async (url) => {
    const world = openWorld(database.url);
    const { organizationId, owner } = await world.team();
    await world.close();
    const { client, tokens } = await signIn(url, owner);
    const email = 'across-secrets@example.test';
    await client.call(createInvite, { params: { organizationId }, body: { email, role: 'agent' } });
    const link = linkIn(await mailbox.next(email));
    const { secret } = await client.call(createTotp, { body: {} });
    const totp = new TOTP({ secret: Secret.fromBase32(secret) });
    const { recoveryCodes } = await client.call(confirmTotp, { body: { code: totp.generate() } });
    return { owner, tokens, path: new URL(link).pathname, totp, recoveryCodes };
  });
  const { email, password } = made.owner;
  const signInWith = (url: string, code = '') =>
    createApiClient(url).call(login, { body: { email, password, totp: code } });
  const forgetSteps = async () => {
    const world = openWorld(database.url);
    await world.database.pool.query('update users set totp_last_step = 0');
    await world.close();
  };

  const environment = { FASTLINKIT_SECRET: newSecret, FASTLINKIT_SECRET_PREVIOUS: oldSecret };
  const refreshToken = await withServer(environment, async (url) => {
    expect((await createApiClient(url, made.tokens.accessToken).call(me, {})).user.email).toBe(email);
    expect((await fetch(`${url}${made.path}`)).status).toBe(200);
    const renewed = await createApiClient(url).call(refresh, {
      body: { refreshToken: made.tokens.refreshToken },
    });
    await forgetSteps();
    await signInWith(url, made.totp.generate());
    await signInWith(url, made.recoveryCodes[0]);
    return renewed.refreshToken;
  });

  await forgetSteps();
  await withServer({ FASTLINKIT_SECRET: newSecret }, async (url) => {
    // What was used meanwhile is the new secret's; what only the old one signed is worth nothing any more.
    await createApiClient(url).call(refresh, { body: { refreshToken } });
    await signInWith(url, made.totp.generate());
    expect((await fetch(`${url}${made.path}`)).status).toBe(404);
    const old = await createApiClient(url, made.tokens.accessToken).refusal(me, {});
    expect(old.problem.code).toBe('unauthenticated');
  });
}, 60_000);
