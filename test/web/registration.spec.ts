import { signIn } from '../helpers/api-client.ts';
import { expect, fillRegistration, freshAddress, goodPassword, test } from './fixtures.ts';

test('registers by keyboard only', async ({ page, invite }) => {
  const sent = await invite();
  await page.goto(sent.link);
  const { keyboard } = page;
  await keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'FastLinkIt' })).toBeFocused();
  await keyboard.press('Tab');
  await expect(page.getByLabel('Email')).toBeFocused();
  await keyboard.press('Tab');
  await keyboard.type('Ines');
  await keyboard.press('Tab');
  await keyboard.type('Invitee');
  await keyboard.press('Tab');
  await keyboard.type(goodPassword);
  await keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Create account and join' })).toBeFocused();
  await keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Welcome to Acme Support!');
});

test('shows each error at its field and in a summary, and keeps the input except the password', async ({
  page,
  invite,
}) => {
  const sent = await invite();
  await page.goto(sent.link);
  await fillRegistration(page, { firstName: '\u3164', lastName: 'Invitee', password: 'passwordpassword' });
  const [response] = await Promise.all([
    page.waitForResponse((answer) => answer.request().method() === 'POST'),
    page.getByRole('button', { name: 'Create account and join' }).click(),
  ]);
  expect(response.status()).toBe(422);

  const summary = page.getByRole('alert');
  await expect(summary).toContainText('Please fix this to join');
  await expect(summary).toContainText('First name: Enter a name with visible characters.');
  await expect(summary).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(summary.getByRole('link').first()).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#firstName$/);

  await expect(page.getByLabel('Email')).toHaveValue(sent.email);
  await expect(page.getByLabel('Last name')).toHaveValue('Invitee');
  await expect(page.getByLabel('Password')).toHaveValue('');
  const firstName = page.getByLabel('First name');
  await expect(firstName).toHaveAttribute('aria-invalid', 'true');
  await expect(firstName).toHaveAccessibleDescription('Enter a name with visible characters.');

  // One name is enough.
  await firstName.fill('Budi');
  await page.getByLabel('Last name').fill('');
  await page.getByLabel('Password').fill('passwordpassword');
  await page.getByRole('button', { name: 'Create account and join' }).click();
  await expect(page.getByLabel('Password')).toHaveAccessibleDescription(/easy to guess/);
  await expect(page.getByLabel('First name')).toHaveValue('Budi');

  await page.getByLabel('Password').fill(goodPassword);
  await page.getByRole('button', { name: 'Create account and join' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Welcome to Acme Support!');
});

test('takes the address from the invite and ignores the one in the form', async ({
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
  // By way of a page that knows whether the browser keeps cookies.
  const { pathname } = new URL(sent.link);
  expect(response.headers()['location']).toBe(
    `/Account/Login?signedIn=1&returnUrl=${encodeURIComponent(pathname)}`,
  );
  await signIn(server.url, { email: sent.email, password: goodPassword });
  await expect(signIn(server.url, { email: victim, password: goodPassword })).rejects.toThrow(
    'invalid_credentials',
  );
});

test('shows that an account exists by now, and links to sign-in', async ({
  page,
  invite,
  inviteNow,
  server,
}) => {
  const sent = await invite();
  await page.goto(sent.link);
  await server.testData.person({ email: sent.email });
  await fillRegistration(page);
  const [response] = await Promise.all([
    page.waitForResponse((answer) => answer.request().method() === 'POST'),
    page.getByRole('button', { name: 'Create account and join' }).click(),
  ]);
  expect(response.status()).toBe(409);
  await expect(page.getByRole('alert')).toContainText(`${sent.email} now has an account`);
  expect((await inviteNow(sent)).status).toBe('pending');

  // The address of the refusal, opened by itself, is the invite's page.
  await page.goto(page.url());
  await expect(page).toHaveURL(sent.link);
  await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible();
});

test('one of several concurrent registrations wins; only its password signs in the others', async ({
  invite,
  server,
  playwright,
}) => {
  const sent = await invite();
  const passwords = [goodPassword, goodPassword, goodPassword, 'four words in a row', 'five words in a row'];
  const browsers = await Promise.all(
    passwords.map((password) =>
      playwright.request.newContext({ baseURL: server.url }).then((context) => ({ context, password })),
    ),
  );
  const answers = await Promise.all(
    browsers.map(async ({ context, password }) => {
      const form = { firstName: 'Ines', lastName: 'Invitee', password };
      const response = await context.post(`${sent.link}/register`, { form, maxRedirects: 0 });
      return { status: response.status(), password };
    }),
  );
  await Promise.all(browsers.map(({ context }) => context.dispose()));
  const winner = answers.find(({ status }) => status === 303)?.password;
  expect(answers).toEqual(
    passwords.map((password) => ({ status: password === winner ? 303 : 409, password })),
  );
});

test('requires the session of the invitee to accept or decline', async ({
  invite,
  inviteNow,
  request,
  server,
}) => {
  const person = await server.testData.person({ email: freshAddress() });
  const [toPerson, toNobody] = [await invite({ email: person.email }), await invite()];
  for (const act of ['accept', 'decline']) {
    const withAccount = await request.post(`${toPerson.link}/${act}`, { form: {} });
    expect(withAccount.status()).toBe(403);
    expect(await withAccount.text()).toContain('Sign in as ');
    const without = await request.post(`${toNobody.link}/${act}`, { form: {} });
    expect(without.status()).toBe(403);
    expect(await without.text()).toContain('Create account and join');
  }
  expect((await inviteNow(toPerson)).status).toBe('pending');
  expect((await inviteNow(toNobody)).status).toBe('pending');
});

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });

  test('registers, signs out and signs in', async ({ page, invite }) => {
    const sent = await invite();
    await page.goto(sent.link);
    await fillRegistration(page, { password: 'passwordpassword' });
    await page.getByRole('button', { name: 'Create account and join' }).click();
    await expect(page.getByText('easy to guess').first()).toBeVisible();
    await page.getByLabel('Password').fill(goodPassword);
    await page.getByRole('button', { name: 'Create account and join' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Welcome to Acme Support!');
    await page.getByRole('link', { name: 'Go to your account' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Email').fill(sent.email);
    await page.getByLabel('Password').fill(goodPassword);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ines Invitee');
  });
});
