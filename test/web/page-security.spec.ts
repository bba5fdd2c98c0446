import { createServer } from 'node:http';
import { once } from 'node:events';
import { getInvite } from '#contract/invite/api';
import { expect, fillRegistration, freshAddress, goodPassword, signInOnPage, test } from './fixtures.ts';

/** A site of somebody else's, with one page. */
async function foreignSite(html: string): Promise<{ url: string; close: () => void }> {
  const server = createServer((_request, response) =>
    response.setHeader('content-type', 'text/html').end(html),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  // By another name than the backend's, so that a browser takes it for another site.
  return { url: `http://localhost:${address.port}/`, close: () => server.close() };
}

test('sends the security headers with every page', async ({ request, invite, team }) => {
  const sent = await invite();
  for (const path of [
    sent.link,
    '/support/invite/unknown',
    '/Account/Login',
    '/Account/ForgotPassword',
    `/organizations/${team.organizationId}/billing`,
  ]) {
    const headers = (await request.get(path)).headers();
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/=]+'; img-src data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'$/,
    );
    expect(headers['referrer-policy']).toBe('same-origin');
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['x-request-id']).toBeTruthy();
    expect(headers['set-cookie']).toBeUndefined();
  }
});

test('sends the invite page as one response below 14 kB that its policy does not hinder', async ({
  page,
  invite,
}) => {
  const sent = await invite();
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('console', (message) => complaints.push(message.text()));
  const response = await page.goto(sent.link);
  await page.waitForLoadState('networkidle');
  expect(requests.filter((url) => !url.startsWith('data:'))).toEqual([sent.link]);
  await expect(page.locator('script')).toHaveCount(0);
  expect(complaints).toEqual([]);
  const sizes = await response?.request().sizes();
  expect((sizes?.responseHeadersSize ?? 0) + (sizes?.responseBodySize ?? 0)).toBeLessThan(14_000);
  const button = page.getByRole('button', { name: 'Create account and join' });
  await expect(button).toHaveCSS('background-color', 'rgb(59, 91, 219)');
});

test('changes nothing on GET and HEAD except the time of the first opening', async ({
  invite,
  owner,
  page,
  request,
  server,
  team,
}) => {
  const sent = await invite();
  const params = { organizationId: team.organizationId, inviteId: sent.id };
  const delivery = async () => (await owner.call(getInvite, { params })).delivery.status;
  await expect.poll(delivery).toBe('sent');
  const before = await owner.call(getInvite, { params });
  for (const path of ['', '?code=sent', '/register', '/accept', '/decline', '/code']) {
    await request.get(`${sent.link}${path}`);
    await request.head(`${sent.link}${path}`, { headers: { 'sec-fetch-user': '?1' } });
  }
  await request.get(sent.link, { headers: { 'sec-fetch-user': '?1', 'sec-purpose': 'prefetch' } });
  expect(await owner.call(getInvite, { params })).toEqual(before);

  await page.goto('/Account/Login');
  await page.setContent(`<a href="${sent.link}">View invitation</a>`);
  await page.getByRole('link', { name: 'View invitation' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Join Acme Support');
  const { openedAt, timeline, ...rest } = await owner.call(getInvite, { params });
  expect(openedAt).not.toBeNull();
  expect(timeline.map(({ event }) => event)).toContain('opened');
  expect(rest).toEqual({
    ...rest,
    status: 'pending',
    expiresAt: before.expiresAt,
    sendCount: before.sendCount,
  });
  await page.reload();
  expect((await owner.call(getInvite, { params })).openedAt).toBe(openedAt);
  expect(server.mailbox.to(sent.email)).toHaveLength(1);
});

test('rejects a form of another site in a real browser', async ({ page, invite, inviteNow, server }) => {
  const person = await server.testData.person({ email: freshAddress() });
  const sent = await invite({ email: person.email });
  await signInOnPage(page, person);
  for (const target of [`${sent.link}/accept`, `${sent.link}/decline`, `${server.url}/Account/Logout`]) {
    const site = await foreignSite(`<form method="post" action="${target}"><button>Win</button></form>`);
    await page.goto(site.url);
    const [response] = await Promise.all([
      page.waitForResponse((answer) => answer.request().method() === 'POST'),
      page.getByRole('button', { name: 'Win' }).click(),
    ]);
    expect(response.status()).toBe(403);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('We blocked this request');
    site.close();
  }
  expect((await inviteNow(sent)).status).toBe('pending');
  await page.goto('/Account');
  await expect(page.getByText(`You're signed in as ${person.email}`)).toBeVisible();
});

test('checks a form by Sec-Fetch-Site, otherwise by Origin', async ({ invite, request, server }) => {
  const sent = await invite();
  const form = { firstName: 'Ines', lastName: 'Invitee', password: 'passwordpassword' };
  const status = async (headers: Record<string, string>) =>
    (await request.post(`${sent.link}/register`, { form, headers })).status();
  const refused: Record<string, string>[] = [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://elsewhere.example' },
    { origin: 'null' },
  ];
  for (const headers of refused) expect(await status(headers), JSON.stringify(headers)).toBe(403);
  // Past the guard the password is found to be too common.
  const passed: Record<string, string>[] = [
    { 'sec-fetch-site': 'same-origin' },
    { 'sec-fetch-site': 'none' },
    { origin: server.url },
    {},
  ];
  for (const headers of passed) expect(await status(headers), JSON.stringify(headers)).toBe(422);
});

test('accepts only form bodies', async ({ invite, request }) => {
  const sent = await invite();
  const register = `${sent.link}/register`;
  const form = { firstName: 'Ines', lastName: 'Invitee', password: goodPassword };
  expect((await request.post(register, { data: form })).status()).toBe(415);
  expect((await request.post(register, { multipart: form })).status()).toBe(415);
  const big = await request.post(register, { form: { ...form, firstName: 'x'.repeat(100_000) } });
  expect(big.status()).toBe(413);
  expect(big.headers()['content-type']).toContain('text/html');
});

test('forbids framing of its pages', async ({ page, invite }) => {
  const sent = await invite();
  const site = await foreignSite(`<iframe src="${sent.link}"></iframe>`);
  await page.goto(site.url);
  const framed = () => page.frames().find((candidate) => candidate !== page.mainFrame());
  await expect.poll(() => framed()?.url()).toMatch(/^chrome-error:/);
  site.close();
});

test('shows hostile names as text', async ({ page, server }) => {
  const hostile = `<img src=x onerror="document.title='owned'">`;
  const owner = await server.testData.person({
    email: freshAddress(),
    firstName: hostile,
    lastName: '"><b>',
  });
  await server.testData.organization({
    owner,
    name: `${hostile}</title><script>document.title='owned'</script>`,
  });
  await signInOnPage(page, owner);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`${hostile} "><b>`);
  await expect(page.getByRole('listitem')).toContainText(hostile);
  await expect(page.locator('main img, main script, main b')).toHaveCount(0);
  await expect(page).toHaveTitle('Your account · FastLinkIt');
});

test('writes neither links nor passwords to the log', async ({ page, invite, copyLink, server }) => {
  const person = await server.testData.person({ email: freshAddress() });
  const sent = await invite({ email: person.email });
  const links = [sent.link, await copyLink(sent)];
  for (const link of links) {
    await page.goto(link);
    await page.getByRole('link', { name: 'Sign in' }).click();
    await expect(page.getByLabel('Password')).toBeVisible();
  }
  await signInOnPage(page, person);
  await expect(page.getByRole('button', { name: 'Accept' })).toBeVisible();
  const other = await invite();
  await page.context().clearCookies();
  await page.goto(other.link);
  await fillRegistration(page);
  await page.getByRole('button', { name: 'Create account and join' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Welcome to Acme Support!');

  const output = server.backend.output();
  expect(output).toContain('/support/invite/');
  for (const link of [...links, other.link]) {
    expect(output).not.toContain(link.split('/').at(-1) ?? link);
  }
  expect(output).not.toContain(person.password);
  expect(output).not.toContain(goodPassword);
});

test(
  'sends no Referer from an invite to other sites',
  { tag: '@guard:page-referrer' },
  async ({ page, invite, server }) => {
    const sent = await invite();
    const heard: (string | undefined)[] = [];
    const listener = createServer((request, response) => {
      heard.push(request.headers.referer);
      response.setHeader('content-type', 'text/html').end('<p>elsewhere</p>');
    });
    listener.listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const address = listener.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const elsewhere = `http://localhost:${address.port}/`;
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(sent.link);
    await page.evaluate((href) => {
      const way = Object.assign(document.createElement('a'), { href, textContent: 'Away' });
      document.querySelector('main')?.append(way);
    }, elsewhere);
    await page.getByRole('link', { name: 'Away' }).click();
    await expect(page.getByText('elsewhere')).toBeVisible();
    listener.close();
    expect(heard.length).toBeGreaterThan(0);
    for (const referer of heard) expect(referer ?? '').not.toContain(server.url);
    // And nothing was loaded from anywhere before.
    expect(requests.slice(0, requests.indexOf(elsewhere)).filter((url) => !url.startsWith('data:'))).toEqual([
      sent.link,
    ]);
  },
);

test('answers an unknown address with a page for browsers and a problem for other clients', async ({
  page,
  request,
}) => {
  const response = await page.goto('/nothing/here');
  expect(response?.status()).toBe(404);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Page not found');
  const problem = await request.get('/nothing/here', { headers: { accept: 'application/json' } });
  expect(problem.status()).toBe(404);
  expect(problem.headers()['content-type']).toContain('application/problem+json');
});
