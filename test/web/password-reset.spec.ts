import type { Page, Request } from '@playwright/test';
import { createApiKey } from '#contract/api-key/api';
import { signIn as signInEndpoint } from '#contract/session/api';
import { createApiClient, signIn } from '../helpers/api-client.ts';
import {
  expect,
  expectAccessible,
  expectGood,
  freshAddress,
  resetLinkIn,
  signInOnPage,
  submit,
  test,
  turnOnTwoFactor,
} from './fixtures.ts';

const newPassword = 'four other words in a row';

async function askForLink(page: Page, email: string): Promise<void> {
  await page.goto('/Account/ForgotPassword');
  await page.getByLabel('Email').fill(email);
  await page.getByRole('button', { name: 'Send link' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Check your email');
}

async function choose(page: Page, password: string): Promise<number> {
  await page.getByLabel('New password').fill(password);
  return submit(page, 'Change password');
}

test('resets a forgotten password and ends all sessions and the link', async ({ page, browser, server }) => {
  const person = await server.testData.person({ email: freshAddress() });
  const app = await signIn(server.url, person);
  const elsewhere = await browser.newPage({ baseURL: server.url });
  await signInOnPage(elsewhere, person);
  await expect(elsewhere).toHaveURL('/Account');

  await page.goto('/Account/Login');
  await page.getByRole('link', { name: 'Forgot password?' }).click();
  await expect(page).toHaveURL('/Account/ForgotPassword');
  await page.getByLabel('Email').fill(` ${person.email.toUpperCase()}`);
  expect(await submit(page, 'Send link')).toBe(200);
  await expect(page.getByText(person.email.toUpperCase())).toBeVisible();
  const link = resetLinkIn(await server.mailbox.next(person.email, /Reset/));
  expect(link.startsWith(`${server.url}/Account/ResetPassword?token=`)).toBe(true);

  // A GET changes nothing, as a mail scanner sends one.
  await page.request.get(link);
  await page.request.head(link);
  await page.goto(link);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Choose a new password');
  // There is no API key to revoke.
  await expect(page.getByRole('checkbox')).toHaveCount(0);
  await expect(page.getByText(person.email)).toBeVisible();
  expect(await choose(page, newPassword)).toBe(303);
  await expect(page).toHaveURL('/Account/Login?password=changed');
  await expect(page.getByRole('status')).toHaveText(
    'Your password has been changed. Sign in with your new password.',
  );

  await elsewhere.goto('/Account');
  await expect(elsewhere).toHaveURL('/Account/Login');
  await elsewhere.close();
  expect((await app.client.raw({ method: 'GET', path: '/api/me' })).status).toBe(401);

  await signInOnPage(page, person);
  await expect(page.getByRole('alert')).toHaveText('Wrong email or password. Check both and try again.');
  await signInOnPage(page, { email: person.email, password: newPassword });
  await expect(page).toHaveURL('/Account');

  const again = await page.goto(link);
  expect(again?.status()).toBe(404);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This link no longer works');
  await page.getByRole('link', { name: 'Request a new link' }).click();
  await expect(page).toHaveURL('/Account/ForgotPassword');
});

test('shows the same page and sends no email for an address without an account', async ({ page, server }) => {
  const [unknown, known] = [freshAddress(), (await server.testData.person({ email: freshAddress() })).email];
  const pages: string[] = [];
  for (const email of [unknown, 'no address', known]) {
    const answer = await page.request.post('/Account/ForgotPassword', { form: { email } });
    expect(answer.status()).toBe(200);
    expect(answer.headers()['set-cookie']).toBeUndefined();
    pages.push((await answer.text()).replaceAll(email, 'somebody'));
  }
  expect(new Set(pages).size).toBe(1);
  await server.mailbox.next(known);
  expect(server.mailbox.to(unknown)).toEqual([]);
});

test('shows the same page after too many requests, for known and unknown addresses', async ({
  page,
  server,
}) => {
  const known = (await server.testData.person({ email: freshAddress() })).email;
  const pages: string[] = [];
  for (const email of [known, freshAddress()]) {
    for (let time = 0; time < 7; time += 1) await askForLink(page, email);
    pages.push((await page.content()).replaceAll(email, 'somebody'));
  }
  expect(pages[0]).toBe(pages[1]);
});

test('requires an address for a password reset, and accepts any text as one', async ({ page }) => {
  const post = (form: Record<string, string>) => page.request.post('/Account/ForgotPassword', { form });
  for (const form of [{ email: '' }, { email: '  ' }]) {
    const answer = await post(form);
    expect(answer.status()).toBe(422);
    expect(await answer.text()).toContain('Enter your email address.');
  }
  for (const email of [
    'no address',
    'a\u0000b@example.test',
    '\u202E@\u2066',
    "'; drop table users --",
    'x'.repeat(1999),
  ]) {
    expect((await post({ email })).status(), email.slice(0, 20)).toBe(200);
  }
  expect((await post({ email: 'a@example.test', role: 'owner' })).status()).toBe(422);
});

test('offers to revoke the API keys, which a tick removed keeps', async ({ page, server }) => {
  for (const revokes of [true, false]) {
    const person = await server.testData.person({ email: freshAddress() });
    const { client } = await signIn(server.url, person);
    const { password } = person;
    const made = await client.call(createApiKey, { body: { name: 'Script', password } });
    await askForLink(page, person.email);
    await page.goto(resetLinkIn(await server.mailbox.next(person.email, /Reset/)));
    const box = page.getByRole('checkbox', { name: 'Also revoke your API key' });
    await expect(box).toBeChecked();
    await expect(box).toHaveAccessibleDescription(/Scripts that use them stop working/);
    await expectGood(page);
    if (!revokes) await box.uncheck();
    // What was chosen stays chosen.
    expect(await choose(page, 'passwordpassword')).toBe(422);
    await expect(box).toBeChecked({ checked: revokes });
    expect(await choose(page, newPassword)).toBe(303);
    const headers = { 'X-Api-Key': made.key };
    const answer = await createApiClient(server.url).raw({ method: 'GET', path: '/api/me', headers });
    expect(answer.status).toBe(revokes ? 401 : 200);
  }
});

test('rejects a weak password in place and keeps the link valid', async ({ page, server }) => {
  const person = await server.testData.person({ email: freshAddress() });
  await askForLink(page, person.email);
  const link = resetLinkIn(await server.mailbox.next(person.email, /Reset/));
  await page.goto(link);
  for (const [weak, sentence] of [
    ['passwordpassword', /easy to guess/],
    [person.email, /./],
  ] as const) {
    expect(await choose(page, weak)).toBe(422);
    await expect(page.getByRole('alert')).toContainText("Your password hasn't changed yet");
    await expect(page.getByRole('alert')).toBeFocused();
    await expect(page.getByLabel('New password')).toHaveAccessibleDescription(sentence);
    await expect(page.getByLabel('New password')).toHaveValue('');
  }
  const short = await page.request.post(link, { form: { password: 'short' } });
  expect(short.status()).toBe(422);
  expect(await short.text()).toContain('Use at least 12 characters.');
  await signIn(server.url, person);
  expect(await choose(page, newPassword)).toBe(303);
  await signIn(server.url, { email: person.email, password: newPassword });
});

test('rejects every invalid link and explains how to get a new one', async ({ page, server }) => {
  const [person, other] = [
    await server.testData.person({ email: freshAddress() }),
    await server.testData.person({ email: freshAddress() }),
  ];
  await askForLink(page, person.email);
  const link = new URL(resetLinkIn(await server.mailbox.next(person.email, /Reset/)));
  const token = link.searchParams.get('token') ?? '';
  const bytes = Buffer.from(token, 'base64url');
  const forOther = Buffer.from(bytes);
  Buffer.from(other.id.replaceAll('-', ''), 'hex').copy(forOther);
  const longer = Buffer.from(bytes);
  longer.writeUIntBE(longer.readUIntBE(16, 6) + 1, 16, 6);
  for (const search of [
    '',
    '?token=',
    '?token=abc',
    `?token=${token}&token=${token}`,
    `?token=${token.slice(0, -1)}`,
    `?token=${forOther.toString('base64url')}`,
    `?token=${longer.toString('base64url')}`,
    '?token=%00',
  ]) {
    const address = `/Account/ResetPassword${search}`;
    for (const answer of [
      await page.request.get(address),
      await page.request.post(address, { form: { password: newPassword } }),
    ]) {
      expect(answer.status(), address).toBe(404);
      expect(await answer.text()).toContain('href="/Account/ForgotPassword"');
    }
  }
  await signIn(server.url, person);
  await signIn(server.url, other);
});

test('accepts only the first of two links, also when both are used concurrently', async ({
  page,
  playwright,
  server,
}) => {
  const person = await server.testData.person({ email: freshAddress() });
  const links: string[] = [];
  for (let time = 0; time < 2; time += 1) {
    await askForLink(page, person.email);
    links.push(resetLinkIn(await server.mailbox.next(person.email, /Reset/)));
  }
  const browsers = await Promise.all(
    Array.from({ length: 4 }, () => playwright.request.newContext({ baseURL: server.url })),
  );
  const statuses = await Promise.all(
    browsers.map(async (browser, index) => {
      const form = { password: `${newPassword} ${index}` };
      const answer = await browser.post(links[index % 2] ?? '', { form, maxRedirects: 0 });
      return answer.status();
    }),
  );
  await Promise.all(browsers.map((browser) => browser.dispose()));
  expect(statuses.filter((status) => status === 404)).toHaveLength(3);
  const winner = statuses.indexOf(303);
  await signIn(server.url, { email: person.email, password: `${newPassword} ${winner}` });
});

test('still requires a two-factor code after a password reset', async ({ page, server }) => {
  const person = await server.testData.person({ email: freshAddress() });
  const { code } = await turnOnTwoFactor(server.url, person);
  // Half signed in with the old password: that ends too.
  await signInOnPage(page, person);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Two-factor sign-in');
  await askForLink(page, person.email);
  await page.goto(resetLinkIn(await server.mailbox.next(person.email, /Reset/)));
  expect(await choose(page, newPassword)).toBe(303);
  await page.goto('/Account/Login/Code');
  await expect(page).toHaveURL('/Account/Login');

  const refused = await createApiClient(server.url).refusal(signInEndpoint, {
    body: { email: person.email, password: newPassword },
  });
  expect(refused.problem.code).toBe('totp_required');
  await signInOnPage(page, { email: person.email, password: newPassword });
  await page.getByRole('textbox', { name: 'Code' }).fill(code);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL('/Account');
});

test('shows when another account is signed in', async ({ page, server }) => {
  const [person, other] = [
    await server.testData.person({ email: freshAddress() }),
    await server.testData.person({ email: freshAddress() }),
  ];
  await signInOnPage(page, other);
  await expect(page).toHaveURL('/Account');
  await askForLink(page, person.email);
  await page.goto(resetLinkIn(await server.mailbox.next(person.email, /Reset/)));
  expect(await choose(page, newPassword)).toBe(303);
  await expect(page.getByRole('status')).toContainText('Your password has been changed');
  await signInOnPage(page, { email: person.email, password: newPassword });
  await expect(page.getByText(`You're signed in as ${person.email}`)).toBeVisible();
});

test('keeps the token out of log, Referer and storage', async ({ page, server }) => {
  const person = await server.testData.person({ email: freshAddress() });
  await askForLink(page, person.email);
  const link = resetLinkIn(await server.mailbox.next(person.email, /Reset/));
  const token = new URL(link).searchParams.get('token') ?? link;
  const requests: Request[] = [];
  page.on('request', (request) => requests.push(request));
  const response = await page.goto(link);
  expect(response?.headers()).toMatchObject({
    'cache-control': 'no-store',
    'referrer-policy': 'strict-origin',
  });
  expect(await choose(page, 'passwordpassword')).toBe(422);
  await page.getByRole('link', { name: 'FastLinkIt' }).click();
  await expect(page).toHaveURL('/Account/Login');
  await page.goto(link);
  expect(await choose(page, newPassword)).toBe(303);
  await expect(page.getByRole('status')).toBeVisible();
  await page.goto(link);
  await page.getByRole('link', { name: 'Request a new link' }).click();
  await expect(page).toHaveURL('/Account/ForgotPassword');

  expect(requests.length).toBeGreaterThan(6);
  for (const request of requests) {
    const { referer = '', origin } = await request.allHeaders();
    expect(referer).not.toContain('token');
    // The guard against forms of other sites needs it.
    if (request.method() === 'POST') expect(origin).toBe(server.url);
  }
  const output = server.backend.output();
  expect(output).toContain('/Account/ResetPassword');
  expect(output).not.toContain(token);
  expect(output).not.toContain(newPassword);
});

test('password reset is accessible and works by keyboard', async ({ page, server }) => {
  const person = await server.testData.person({ email: freshAddress() });
  await page.goto('/Account/ForgotPassword');
  await expectGood(page);
  const { keyboard } = page;
  await keyboard.press('Tab');
  await keyboard.press('Tab');
  await keyboard.type(person.email);
  await keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Check your email');
  await expectGood(page);

  const mail = await server.mailbox.next(person.email, /Reset/);
  await page.goto(resetLinkIn(mail));
  await expectGood(page);
  await keyboard.press('Tab');
  await keyboard.press('Tab');
  await keyboard.type('passwordpassword');
  await keyboard.press('Enter');
  await expect(page.getByRole('alert')).toBeFocused();
  await expectGood(page);
  await keyboard.press('Tab');
  await keyboard.press('Enter');
  await keyboard.type(newPassword);
  await keyboard.press('Enter');
  await expect(page.getByRole('status')).toBeVisible();
  await expectGood(page);
  await page.goto('/Account/ResetPassword?token=abc');
  await expectGood(page);

  // A page of the server's own would let no style pass but its own.
  await page.goto('about:blank');
  await page.setContent(mail.html);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await expectAccessible(page, { landmarks: false });
  }
});

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });

  test('resets a password', async ({ page, server }) => {
    const person = await server.testData.person({ email: freshAddress() });
    await askForLink(page, person.email);
    await page.goto(resetLinkIn(await server.mailbox.next(person.email, /Reset/)));
    expect(await choose(page, 'passwordpassword')).toBe(422);
    await expect(page.getByText('easy to guess').first()).toBeVisible();
    expect(await choose(page, newPassword)).toBe(303);
    await signInOnPage(page, { email: person.email, password: newPassword });
    await expect(page).toHaveURL('/Account');
  });
});
