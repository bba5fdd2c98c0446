import { expect, expectGood, freshAddress, signInOnPage, submit, test, turnOnTwoFactor } from './fixtures.ts';

const wrong = /That code didn't work/;

test('signs in with password and code and returns to the first page', async ({ page, server }) => {
  const person = await server.testData.person({ email: freshAddress() });
  const { code } = await turnOnTwoFactor(server.url, person);
  await page.goto('/Account/Login?returnUrl=%2FAccount%3Fa%3Db');
  await signInOnPage(page, person);
  await expect(page).toHaveURL('/Account/Login/Code?asked=1&returnUrl=%2FAccount%3Fa%3Db');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Two-factor sign-in');
  await expect(page.getByLabel('Email')).toHaveValue(person.email);
  await expect(page.getByLabel('Password')).toHaveCount(0);
  const field = page.getByRole('textbox', { name: 'Code' });
  await expect(field).toBeFocused();
  await expect(field).toHaveAttribute('name', 'totp');
  await expect(field).toHaveAccessibleDescription(/6 digits\. A recovery code works too/);
  expect(await page.content()).not.toContain(person.password);

  await field.fill('no code');
  expect(await submit(page, 'Sign in')).toBe(401);
  await expect(page.getByRole('alert')).toContainText(wrong);
  await expect(page.getByRole('alert')).toBeFocused();
  await expect(field).toHaveAccessibleDescription(wrong);
  await expect(field).toHaveValue('');
  await expect(page.getByLabel('Email')).toHaveValue(person.email);

  await field.fill(` ${code.slice(0, 3)} ${code.slice(3)}`);
  expect(await submit(page, 'Sign in')).toBe(303);
  await expect(page).toHaveURL('/Account?a=b');
  await expect(page.getByText(`You're signed in as ${person.email}`)).toBeVisible();
  const names = (await page.context().cookies()).map(({ name }) => name);
  expect(names.toSorted()).toEqual(['fastlinkit_device', 'fastlinkit_session']);
});

test('accepts a code and a recovery code once', async ({ page, server }) => {
  const person = await server.testData.person({ email: freshAddress() });
  const { code, recoveryCodes } = await turnOnTwoFactor(server.url, person);
  const [recovery = '', another = ''] = recoveryCodes;
  for (const [given, accepted] of [
    [code, true],
    [code, false],
    [recovery, true],
    [recovery, false],
    [another.toUpperCase().replace('-', ' '), true],
  ] as const) {
    await page.context().clearCookies();
    await page.goto('/Account/Login');
    await signInOnPage(page, person);
    await page.getByRole('textbox', { name: 'Code' }).fill(given);
    expect(await submit(page, 'Sign in'), given).toBe(accepted ? 303 : 401);
    if (accepted) await expect(page).toHaveURL('/Account');
    else await expect(page.getByRole('alert')).toContainText(wrong);
  }
});

test('accepts letters on a phone for a recovery code', async ({ page, server }) => {
  const person = await server.testData.person({ email: freshAddress() });
  const { recoveryCodes } = await turnOnTwoFactor(server.url, person);
  await page.goto('/Account/Login?returnUrl=%2FAccount%3Fa%3Db');
  await signInOnPage(page, person);
  const code = page.getByRole('textbox', { name: 'Code', exact: true });
  await expect(code).toHaveAttribute('inputmode', 'numeric');
  await expect(code).toHaveAttribute('autocomplete', 'one-time-code');
  await page.getByRole('link', { name: 'Use a recovery code' }).click();
  const recovery = page.getByRole('textbox', { name: 'Recovery code' });
  await expect(recovery).toHaveAttribute('inputmode', 'text');
  await recovery.fill('wrong');
  expect(await submit(page, 'Sign in')).toBe(401);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Use a recovery code');
  await expect(recovery).toHaveAccessibleDescription(/That recovery code didn't work/);
  await recovery.fill(recoveryCodes[3] ?? '');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL('/Account?a=b');
});

test('asks again for an empty code without counting a failure', async ({ page, server }) => {
  const person = await server.testData.person({ email: freshAddress() });
  const { code } = await turnOnTwoFactor(server.url, person);
  await signInOnPage(page, person);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Two-factor sign-in');
  for (let time = 0; time < 12; time += 1) {
    const answer = await page.request.post('/Account/Login/Code', {
      form: { email: person.email, totp: ' ' },
    });
    expect(answer.status()).toBe(401);
    expect(await answer.text()).toContain('Enter the code from your authenticator app.');
  }
  await page.getByRole('textbox', { name: 'Code' }).fill(code);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL('/Account');
});

test('does not ask for a code after a wrong password', async ({ page, server }) => {
  const person = await server.testData.person({ email: freshAddress() });
  await turnOnTwoFactor(server.url, person);
  await signInOnPage(page, { ...person, password: 'not the password' });
  await expect(page.getByRole('alert')).toHaveText('Wrong email or password. Check both and try again.');
  expect(await page.context().cookies()).toEqual([]);
});

test('stores no session between password and code, in a cookie that scripts cannot read', async ({
  page,
  server,
}) => {
  const person = await server.testData.person({ email: freshAddress() });
  await turnOnTwoFactor(server.url, person);
  await signInOnPage(page, person);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Two-factor sign-in');
  const [kept, ...others] = await page.context().cookies();
  expect(others).toEqual([]);
  if (!kept) throw new Error('nothing was kept');
  expect(kept).toMatchObject({ name: 'fastlinkit_code', httpOnly: true, sameSite: 'Lax', path: '/' });
  expect(kept.expires - Date.now() / 1000).toBeLessThanOrEqual(5 * 60);
  expect(kept.expires - Date.now() / 1000).toBeGreaterThan(4 * 60);

  await page.goto('/Account');
  await expect(page).toHaveURL('/Account/Login');
  const asSession = `fastlinkit_session=${kept.value}`;
  for (const headers of [{ cookie: asSession }, { cookie: `fastlinkit_code=${kept.value}; ${asSession}` }]) {
    const answer = await fetch(`${server.url}/Account`, { headers, redirect: 'manual' });
    expect(answer.headers.get('location')).toBe('/Account/Login');
  }
  const api = await fetch(`${server.url}/api/me`, { headers: { authorization: `Bearer ${kept.value}` } });
  expect(api.status).toBe(401);
});

test('asks for no code before the password', async ({ page, request, server }) => {
  const person = await server.testData.person({ email: freshAddress() });
  const { code } = await turnOnTwoFactor(server.url, person);
  await page.goto('/Account/Login/Code?returnUrl=%2FAccount%3Fa%3Db');
  await expect(page).toHaveURL('/Account/Login?returnUrl=%2FAccount%3Fa%3Db');
  for (const cookie of ['fastlinkit_code=forged', 'x=y']) {
    const answer = await request.post('/Account/Login/Code', {
      form: { email: person.email, totp: code },
      headers: { cookie },
    });
    expect(answer.status()).toBe(401);
    const text = await answer.text();
    expect(text).toContain('Your sign-in timed out. Enter your password again.');
    expect(text).toContain(`value="${person.email}"`);
    expect(text).toContain('name="password"');
  }
});

test('limits guesses of a code, also after the right password', async ({ page, server }) => {
  const person = await server.testData.person({ email: freshAddress() });
  const { code } = await turnOnTwoFactor(server.url, person);
  for (let round = 0; round < 2; round += 1) {
    await page.context().clearCookies();
    await page.goto('/Account/Login');
    await signInOnPage(page, person);
    for (let guess = 0; guess < 5; guess += 1) {
      await page.getByRole('textbox', { name: 'Code' }).fill('guess');
      expect(await submit(page, 'Sign in')).toBe(401);
    }
  }
  await page.getByRole('textbox', { name: 'Code' }).fill(code);
  expect(await submit(page, 'Sign in')).toBe(429);
  await expect(page.getByRole('alert')).toContainText(/Try again in \d+ seconds/);
  await page.goto('/Account/Login');
  await signInOnPage(page, person);
  await expect(page.getByRole('alert')).toContainText(/Try again in \d+ seconds/);
});

test('two-factor sign-in is accessible and works by keyboard', async ({ page, server }) => {
  const person = await server.testData.person({ email: freshAddress() });
  const { code } = await turnOnTwoFactor(server.url, person);
  await page.goto('/Account/Login');
  const { keyboard } = page;
  for (const typed of ['', person.email, person.password]) {
    await keyboard.press('Tab');
    await keyboard.type(typed);
  }
  await keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Code' })).toBeFocused();
  await expectGood(page);
  await keyboard.press('Enter');
  await page.getByRole('link', { name: 'Use a recovery code' }).click();
  await expectGood(page);
  await keyboard.type('wrong');
  await keyboard.press('Enter');
  await expect(page.getByRole('alert')).toBeFocused();
  await expectGood(page);
  await keyboard.press('Tab');
  await expect(page.getByRole('alert').getByRole('link')).toBeFocused();
  await keyboard.press('Enter');
  await keyboard.type(code);
  await keyboard.press('Enter');
  await expect(page).toHaveURL('/Account');
});

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false });

  test('returns an invitee with two-factor to the invite', async ({ page, invite, server }) => {
    const person = await server.testData.person({ email: freshAddress() });
    const { code } = await turnOnTwoFactor(server.url, person);
    const sent = await invite({ email: person.email });
    await page.goto(sent.link);
    await page.getByRole('link', { name: 'Sign in' }).click();
    await signInOnPage(page, person);
    await page.getByRole('textbox', { name: 'Code' }).fill(code);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page).toHaveURL(sent.link);
    await expect(page.getByRole('button', { name: 'Accept' })).toBeVisible();
  });
});
