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
  // What stays is no session: by it the browser is known again when strangers try passwords elsewhere.
  const left = await page.context().cookies();
  expect(left).toMatchObject([{ name: 'fastlinkit_device', httpOnly: true, sameSite: 'Lax', path: '/' }]);

  // The session has ended on the server too: its cookie is worthless.
  if (!session) throw new Error('no cookie was set');
  const late = await fetch(`${server.url}/Account`, {
    headers: { cookie: `${session.name}=${session.value}` },
    redirect: 'manual',
  });
  expect(late.headers.get('location')).toBe('/Account/Login');
});

test('shows an account without organizations what to do next', async ({ page, server }) => {
  await signInOnPage(page, await server.testData.person({ email: freshAddress() }));
  await expect(page.getByText("You're not in an organization yet")).toBeVisible();
});

test('shows the same page for a wrong password and an unknown address, and keeps the address', async ({
  page,
  team,
}) => {
  const pages: string[] = [];
  for (const email of [team.owner.email, freshAddress()]) {
    await page.goto('/Account/Login');
    await page.getByLabel('Email').fill(email);
    await page.getByLabel('Password').fill('not the password');
    const [response] = await Promise.all([
      page.waitForResponse((answer) => answer.request().method() === 'POST'),
      page.getByRole('button', { name: 'Sign in' }).click(),
    ]);
    expect(response.status()).toBe(401);
    await expect(page.getByRole('alert')).toHaveText('Wrong email or password. Check both and try again.');
    await expect(page.getByLabel('Email')).toHaveValue(email);
    await expect(page.getByLabel('Password')).toHaveValue('');
    pages.push((await page.content()).replaceAll(email, 'somebody'));
  }
  expect(pages[0]).toBe(pages[1]);
});

test('shows the waiting time after too many failures', async ({ page, request, server }) => {
  const person = await server.testData.person({ email: freshAddress() });
  for (let attempt = 0; attempt < 10; attempt += 1) {
    await request.post('/Account/Login', { form: { email: person.email, password: 'wrong' } });
  }
  await signInOnPage(page, person);
  await expect(page.getByRole('alert')).toContainText(/Try again in \d+ seconds/);
  await expect(page.getByLabel('Email')).toHaveValue(person.email);
});

test('returns only to a path of this host after sign-in', async ({ server, team, playwright }) => {
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
    // By way of the sign-in page, which knows whether the browser keeps cookies.
    const kept = location === '/Account' ? '' : `&returnUrl=${encodeURIComponent(location)}`;
    expect(response.headers()['location']).toBe(`/Account/Login?signedIn=1${kept}`);
    const signedIn = await browser.get(`/Account/Login?returnUrl=${encodeURIComponent(returnUrl)}`, {
      maxRedirects: 0,
    });
    expect(signedIn.headers()['location']).toBe(location);
    await browser.dispose();
  }
});

test('shows the page for requesting seats', async ({ page, team }) => {
  await page.goto(`/organizations/${team.organizationId}/billing`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Get more seats');
  await expect(page.getByText(team.organizationId)).toBeVisible();
});
