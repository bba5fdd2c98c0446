import { signIn } from '../support/api-client.ts';
import { expect, fillRegistration, freshAddress, goodPassword, test } from './fixtures.ts';

test('works by keyboard alone', async ({ page, invite }) => {
  const sent = await invite();
  await page.goto(sent.link);
  const { keyboard } = page;
  await keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'FastLinkIt' })).toBeFocused();
  await keyboard.press('Tab');
  await expect(page.getByLabel('E-mail')).toBeFocused();
  await keyboard.press('Tab');
  await keyboard.type('Ines');
  await keyboard.press('Tab');
  await keyboard.type('Invitee');
  await keyboard.press('Tab');
  await keyboard.type(goodPassword);
  await keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Create account and join' })).toBeFocused();
  await keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('You are a member of Acme Support');
});

test('shows each error at its field, keeps what was typed but for the password, and the summary comes first', async ({
  page,
  invite,
}) => {
  const sent = await invite();
  await page.goto(sent.link);
  await fillRegistration(page, { firstName: 'Ines', lastName: ' ', password: 'passwordpassword' });
  const [response] = await Promise.all([
    page.waitForResponse((answer) => answer.request().method() === 'POST'),
    page.getByRole('button', { name: 'Create account and join' }).click(),
  ]);
  expect(response.status()).toBe(422);

  const summary = page.getByRole('alert');
  await expect(summary).toContainText('You have not joined yet');
  await expect(summary).toContainText('Last name: Enter your last name.');
  await expect(summary).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(summary.getByRole('link').first()).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#lastName$/);

  await expect(page.getByLabel('E-mail')).toHaveValue(sent.email);
  await expect(page.getByLabel('First name')).toHaveValue('Ines');
  await expect(page.getByLabel('Password')).toHaveValue('');
  const lastName = page.getByLabel('Last name');
  await expect(lastName).toHaveAttribute('aria-invalid', 'true');
  await expect(lastName).toHaveAccessibleDescription('Enter your last name.');

  await lastName.fill('Invitee');
  await page.getByLabel('Password').fill('passwordpassword');
  await page.getByRole('button', { name: 'Create account and join' }).click();
  await expect(page.getByLabel('Password')).toHaveAccessibleDescription(/too common/);
  await expect(page.getByLabel('Last name')).toHaveValue('Invitee');

  await page.getByLabel('Password').fill(goodPassword);
  await page.getByRole('button', { name: 'Create account and join' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('You are a member of Acme Support');
});

test('takes the address from the invite, whatever the form says', async ({
  invite,
  inviteNow,
  request,
  server,
}) => {
  const sent = await invite();
  const form = { firstName: 'Ines', lastName: 'Invitee', password: goodPassword };
  const victim = freshAddress();
  const additions: Record<string, string>[] = [{ role: 'owner' }, { token: 'other' }];
  for (const extra of additions) {
    const response = await request.post(`${sent.link}/register`, { form: { ...form, ...extra } });
    expect(response.status(), JSON.stringify(extra)).toBe(422);
  }
  const twice = await request.post(`${sent.link}/register`, {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    data: `${new URLSearchParams(form)}&email=${sent.email}&email=${victim}`,
  });
  expect(twice.status()).toBe(422);
  expect((await inviteNow(sent)).status).toBe('pending');

  const response = await request.post(`${sent.link}/register`, {
    form: { ...form, email: victim },
    maxRedirects: 0,
  });
  expect(response.status()).toBe(303);
  expect(response.headers()['location']).toBe(new URL(sent.link).pathname);
  await signIn(server.url, { email: sent.email, password: goodPassword });
  await expect(signIn(server.url, { email: victim, password: goodPassword })).rejects.toThrow(
    'invalid_credentials',
  );
});

test('says so when there is an account by now, and leads to sign-in', async ({
  page,
  invite,
  inviteNow,
  server,
}) => {
  const sent = await invite();
  await page.goto(sent.link);
  await server.world.person({ email: sent.email });
  await fillRegistration(page);
  const [response] = await Promise.all([
    page.waitForResponse((answer) => answer.request().method() === 'POST'),
    page.getByRole('button', { name: 'Create account and join' }).click(),
  ]);
  expect(response.status()).toBe(409);
  await expect(page.getByRole('alert')).toContainText(`There is an account for ${sent.email} by now`);
  expect((await inviteNow(sent)).status).toBe('pending');

  // The address of the refusal, opened by itself, is the invite's page.
  await page.goto(page.url());
  await expect(page).toHaveURL(sent.link);
  await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible();
});

test('two at once make one account and one member', async ({ invite, server, playwright }) => {
  const sent = await invite();
  const form = { firstName: 'Ines', lastName: 'Invitee', password: goodPassword };
  const browsers = await Promise.all(
    Array.from({ length: 6 }, () => playwright.request.newContext({ baseURL: server.url })),
  );
  const statuses = await Promise.all(
    browsers.map(async (browser) => {
      const response = await browser.post(`${sent.link}/register`, { form, maxRedirects: 0 });
      return response.status();
    }),
  );
  await Promise.all(browsers.map((browser) => browser.dispose()));
  expect(statuses.filter((status) => status === 303)).toHaveLength(1);
  expect(statuses.filter((status) => status === 409)).toHaveLength(5);
});

test('accept and decline need the session of the invitee', async ({ invite, inviteNow, request, server }) => {
  const person = await server.world.person({ email: freshAddress() });
  const [toPerson, toNobody] = [await invite({ email: person.email }), await invite()];
  for (const act of ['accept', 'decline']) {
    const withAccount = await request.post(`${toPerson.link}/${act}`, { form: {} });
    expect(withAccount.status()).toBe(403);
    expect(await withAccount.text()).toContain('Sign in first');
    const without = await request.post(`${toNobody.link}/${act}`, { form: {} });
    expect(without.status()).toBe(403);
    expect(await without.text()).toContain('Create account and join');
  }
  expect((await inviteNow(toPerson)).status).toBe('pending');
  expect((await inviteNow(toNobody)).status).toBe('pending');
});

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });

  test('the whole way works: register, sign out, sign in', async ({ page, invite }) => {
    const sent = await invite();
    await page.goto(sent.link);
    await fillRegistration(page, { password: 'passwordpassword' });
    await page.getByRole('button', { name: 'Create account and join' }).click();
    await expect(page.getByText('too common').first()).toBeVisible();
    await page.getByLabel('Password').fill(goodPassword);
    await page.getByRole('button', { name: 'Create account and join' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('You are a member of Acme Support');
    await page.getByRole('link', { name: 'Go to your account' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('E-mail').fill(sent.email);
    await page.getByLabel('Password').fill(goodPassword);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ines Invitee');
  });
});
