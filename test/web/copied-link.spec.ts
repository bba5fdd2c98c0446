import { codeIn } from '../support/mailbox.ts';
import { expect, fillRegistration, freshAddress, goodPassword, signInOnPage, test } from './fixtures.ts';

test('registering asks for the code that is mailed on request', async ({
  page,
  invite,
  copyLink,
  inviteNow,
  server,
}) => {
  const sent = await invite();
  const link = await copyLink(sent);
  expect(link).not.toBe(sent.link);
  await page.goto(link);
  await expect(page.getByLabel('Password')).toHaveCount(0);
  // Looking at the page mails nothing.
  await page.reload();
  expect(server.mailbox.to(sent.email)).toHaveLength(1);

  await page.getByRole('button', { name: 'Send code' }).click();
  await expect(page.getByRole('status')).toContainText(`We have sent a 6-digit code to ${sent.email}`);
  const mail = await server.mailbox.next(sent.email);
  expect(mail.subject).toBe('Your code to join Acme Support on FastLinkIt');
  const code = codeIn(mail);

  await fillRegistration(page);
  await page.getByLabel('Code').fill(code === '000000' ? '111111' : '000000');
  await page.getByRole('button', { name: 'Create account and join' }).click();
  await expect(page.getByLabel('Code')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByLabel('First name')).toHaveValue('Ines');
  expect((await inviteNow(sent)).status).toBe('pending');

  await page.getByLabel('Code').fill(`${code.slice(0, 3)} ${code.slice(3)}`);
  await page.getByLabel('Password').fill(goodPassword);
  await page.getByRole('button', { name: 'Create account and join' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('You are a member of Acme Support');
});

test('five wrong codes use up the code', async ({ invite, copyLink, inviteNow, request, server }) => {
  const sent = await invite();
  const link = await copyLink(sent);
  await request.post(`${link}/code`, { form: {} });
  const code = codeIn(await server.mailbox.next(sent.email));
  const form = { firstName: 'Ines', lastName: 'Invitee', password: goodPassword };
  const wrong = code === '000000' ? '111111' : '000000';
  for (let attempt = 0; attempt < 5; attempt += 1) {
    expect((await request.post(`${link}/register`, { form: { ...form, code: wrong } })).status()).toBe(422);
  }
  expect((await request.post(`${link}/register`, { form: { ...form, code } })).status()).toBe(422);
  expect((await inviteNow(sent)).status).toBe('pending');
});

test('no code, no account', async ({ invite, copyLink, inviteNow, request }) => {
  const sent = await invite();
  const form = { firstName: 'Ines', lastName: 'Invitee', password: goodPassword };
  const tries: Record<string, string>[] = [{}, { code: '' }, { code: '12345' }, { code: '123456' }];
  for (const extra of tries) {
    const response = await request.post(`${await copyLink(sent)}/register`, { form: { ...form, ...extra } });
    expect(response.status()).toBe(422);
  }
  expect((await inviteNow(sent)).status).toBe('pending');
});

test('a second code within a minute is refused and says when', async ({ page, invite, copyLink, server }) => {
  const sent = await invite();
  await page.goto(await copyLink(sent));
  await page.getByRole('button', { name: 'Send code' }).click();
  await server.mailbox.next(sent.email);
  const [response] = await Promise.all([
    page.waitForResponse((answer) => answer.request().method() === 'POST'),
    page.getByRole('button', { name: 'send a new code' }).click(),
  ]);
  expect(response.status()).toBe(429);
  expect(Number(response.headers()['retry-after'])).toBeGreaterThan(0);
  await expect(page.getByRole('alert')).toContainText('No new code was sent');
  await expect(page.getByLabel('Code')).toBeVisible();
  expect(server.mailbox.to(sent.email)).toHaveLength(2);
});

test('somebody with an account needs no code: the session proves who it is', async ({
  page,
  invite,
  copyLink,
  server,
}) => {
  const person = await server.world.person({ email: freshAddress() });
  const sent = await invite({ email: person.email });
  await page.goto(await copyLink(sent));
  await page.getByRole('link', { name: 'Sign in' }).click();
  await signInOnPage(page, person);
  await page.getByRole('button', { name: 'Accept' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('You are a member of Acme Support');
});

test('a mailed link has no use for a code', async ({ invite, request, server }) => {
  const sent = await invite();
  expect((await request.post(`${sent.link}/code`, { form: {} })).status()).toBe(409);
  expect(server.mailbox.to(sent.email)).toHaveLength(1);
});

test('opening a copied link does not count as opening the mail', async ({
  page,
  invite,
  copyLink,
  inviteNow,
}) => {
  const sent = await invite();
  await page.goto(await copyLink(sent));
  expect((await inviteNow(sent)).openedAt).toBeNull();
});
