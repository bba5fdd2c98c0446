import { expect, freshAddress, signInOnPage, test } from './fixtures.ts';

test('signs in and out', async ({ page, server, team }) => {
  await page.goto('/');
  await expect(page).toHaveURL('/Account/Login');
  await signInOnPage(page, team.owner);
  await expect(page).toHaveURL('/Account');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Olga Owner');
  await expect(page.getByText(team.owner.email)).toBeVisible();
  await expect(page.getByRole('listitem')).toHaveText(['Acme SupportOwner']);

  const cookies = await page.context().cookies();
  const session = cookies.find(({ name }) => name === 'fastlinkit_session');
  expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' });
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL('/Account/Login');
  expect(await page.context().cookies()).toEqual([]);

  // The session is over on the server too, whoever still has the cookie.
  if (!session) throw new Error('no cookie was set');
  const late = await fetch(`${server.url}/Account`, {
    headers: { cookie: `${session.name}=${session.value}` },
    redirect: 'manual',
  });
  expect(late.headers.get('location')).toBe('/Account/Login');
});

test('an account without organizations says what to do', async ({ page, server }) => {
  await signInOnPage(page, await server.world.person({ email: freshAddress() }));
  await expect(page.getByText('You are in no organization')).toBeVisible();
});

test('a wrong password and an unknown address get the same page, with the address kept', async ({
  page,
  team,
}) => {
  const pages: string[] = [];
  for (const email of [team.owner.email, freshAddress()]) {
    await page.goto('/Account/Login');
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password').fill('not the password');
    const [response] = await Promise.all([
      page.waitForResponse((answer) => answer.request().method() === 'POST'),
      page.getByRole('button', { name: 'Sign in' }).click(),
    ]);
    expect(response.status()).toBe(401);
    await expect(page.getByRole('alert')).toHaveText('The e-mail address or the password is wrong.');
    await expect(page.getByLabel('E-mail')).toHaveValue(email);
    await expect(page.getByLabel('Password')).toHaveValue('');
    pages.push((await page.content()).replaceAll(email, 'somebody'));
  }
  expect(pages[0]).toBe(pages[1]);
});

test('too many failures say how long to wait', async ({ page, request, server }) => {
  const person = await server.world.person({ email: freshAddress() });
  for (let attempt = 0; attempt < 10; attempt += 1) {
    await request.post('/Account/Login', { form: { email: person.email, password: 'wrong' } });
  }
  await signInOnPage(page, person);
  await expect(page.getByRole('alert')).toContainText(/Try again in \d+ seconds/);
  await expect(page.getByLabel('E-mail')).toHaveValue(person.email);
});

test('goes back to a path of this host, and nowhere else', async ({ server, team, playwright }) => {
  for (const [returnUrl, location] of [
    ['/Account?a=b', '/Account?a=b'],
    ['/support/invite/abc', '/support/invite/abc'],
    ['https://elsewhere.example/', '/Account'],
    ['//elsewhere.example', '/Account'],
    ['/\\elsewhere.example', '/Account'],
    ['/\t/elsewhere.example', '/Account'],
    ['/.//elsewhere.example', '/Account'],
    ['javascript:alert(1)', '/Account'],
    ['http://127.0.0.1@elsewhere.example/', '/Account'],
  ] as const) {
    const browser = await playwright.request.newContext({ baseURL: server.url });
    const form = { email: team.owner.email, password: team.owner.password, returnUrl };
    const response = await browser.post('/Account/Login', { form, maxRedirects: 0 });
    expect(response.status()).toBe(303);
    expect(response.headers()['location']).toBe(location);
    const signedIn = await browser.get(`/Account/Login?returnUrl=${encodeURIComponent(returnUrl)}`, {
      maxRedirects: 0,
    });
    expect(signedIn.headers()['location']).toBe(location);
    await browser.dispose();
  }
});

test('the page where seats are asked for', async ({ page, team }) => {
  await page.goto(`/organizations/${team.organizationId}/billing`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('More seats');
  await expect(page.getByText(team.organizationId)).toBeVisible();
});
