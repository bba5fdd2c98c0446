import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { fullChromiumLaunchOptions } from '../../scripts/setup/chromium.mjs';
import { removeFolder, temporaryFolder } from '../../scripts/setup/temporary-folder.mjs';
import { expect, fillRegistration, freshAddress, goodPassword, signInOnPage, test } from './fixtures.ts';

test('an address that HTML takes for a wrong one registers, signs in, and resets its password', async ({
  page,
  invite,
  server,
}) => {
  const email = `jürgen-${freshAddress()}`;
  const sent = await invite({ email });
  await page.goto(sent.link);
  await fillRegistration(page, { firstName: 'Jürgen', lastName: 'Müller' });
  await page.getByRole('button', { name: 'Create account and join' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Welcome to Acme Support!');

  await page.context().clearCookies();
  await signInOnPage(page, { email, password: goodPassword });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Jürgen Müller');

  await page.context().clearCookies();
  await page.goto(`${server.url}/Account/ForgotPassword`);
  await page.getByLabel('Email').fill(email);
  await page.getByRole('button', { name: 'Send link' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Check your email');
  const mail = await server.mailbox.next(email);
  await page.goto(/https?:\/\/\S+\/Account\/ResetPassword\S+/.exec(mail.text)?.[0] ?? '');
  await page.getByLabel('New password').fill('other words for another day');
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByText('Your password has been changed.')).toBeVisible();
});

test('who has forgotten the password comes back to the invite, with the address filled in', async ({
  page,
  invite,
  server,
}) => {
  const person = await server.testData.person({ email: freshAddress() });
  const sent = await invite({ email: person.email });
  await page.goto(sent.link);
  await page.getByRole('link', { name: 'Sign in' }).click();
  await expect(page.getByLabel('Email')).toHaveValue(person.email);
  await page.getByRole('link', { name: 'Forgot password?' }).click();
  await expect(page.getByLabel('Email')).toHaveValue(person.email);
  await page.getByRole('button', { name: 'Send link' }).click();

  const mail = await server.mailbox.next(person.email);
  const { rows } = await server.testData.database.pool.query<{ data: unknown }>(
    `select data from pgboss.job where data->>'kind' = 'password-reset' or data::text like '%askedAt%'`,
  );
  expect(JSON.stringify(rows)).not.toContain(new URL(sent.link).pathname.split('/').pop());
  await page.goto(/https?:\/\/\S+\/Account\/ResetPassword\S+/.exec(mail.text)?.[0] ?? '');
  await page.getByLabel('New password').fill(goodPassword);
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByLabel('Email')).toHaveValue(person.email);
  await page.getByLabel('Password').fill(goodPassword);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Join Acme Support');
  await page.getByRole('button', { name: 'Accept' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Welcome to Acme Support!');
});

test('says so in a browser that blocks cookies', async ({ server }) => {
  const person = await server.testData.person({ email: freshAddress() });
  const profile = temporaryFolder('fastlinkit-browser');
  mkdirSync(join(profile, 'Default'));
  // What the browser's own settings write for "Block all cookies".
  const preferences = { profile: { default_content_setting_values: { cookies: 2 } } };
  writeFileSync(join(profile, 'Default/Preferences'), JSON.stringify(preferences));
  const browser = await chromium.launchPersistentContext(profile, {
    ...fullChromiumLaunchOptions(),
    baseURL: server.url,
  });
  const page = await browser.newPage();
  await signInOnPage(page, person);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Cookies are blocked');
  await page.getByRole('link', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sign in');
  await browser.close();
  removeFolder(profile);
});

test('a registration that is sent twice ends as a member who is signed in', async ({
  page,
  invite,
  inviteNow,
}) => {
  const sent = await invite();
  await page.goto(sent.link);
  await fillRegistration(page, { firstName: 'Ines', lastName: 'Invitee' });
  // A slow line: the second click comes before the first answer.
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Network.enable');
  await cdp.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 300,
    downloadThroughput: -1,
    uploadThroughput: -1,
  });
  await page.getByRole('button', { name: 'Create account and join' }).dblclick({ noWaitAfter: true });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Welcome to Acme Support!');
  await page.getByRole('link', { name: 'Go to your account' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ines Invitee');
  expect((await inviteNow(sent)).status).toBe('accepted');
});

test('a link leads to its invite, whatever stands around it', async ({ page, invite, server }) => {
  const { link } = await invite();
  const { pathname } = new URL(link);
  const token = pathname.split('/').pop() ?? '';
  const prefix = `${server.url}/support/invite/`;
  const damaged = [
    ...['.', ')', '>', '"', '%20', '/', ' 。', '.)', "'", ',', '&gt;'].map(
      (after) => `${prefix}${token}${after}`,
    ),
    `${prefix}${token.slice(0, 20)}%20${token.slice(20)}`,
    `${prefix}${token.slice(0, 20)}%0A${token.slice(20)}`,
    `${prefix}${token.slice(0, 20)}/${token.slice(20)}`,
    `${server.url}/Support/Invite/${token}`,
    `${server.url}/SUPPORT/INVITE/${token}.`,
  ];
  for (const url of damaged) {
    await page.goto(url);
    await expect(page.getByRole('heading', { level: 1 }), url).toHaveText('Join Acme Support');
    expect(new URL(page.url()).pathname).toBe(pathname);
  }
  const answer = await page.goto(`${prefix}${token.slice(0, 40)}`);
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This invitation link is incomplete');
  await page.goto(`${prefix}${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText("This invitation link isn't valid");
});
