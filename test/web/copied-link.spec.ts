import { codeIn } from '../helpers/mailbox.ts';
import { expect, fillRegistration, freshAddress, goodPassword, signInOnPage, test } from './fixtures.ts';

test('registers with a copied link and a code that is emailed on request', async ({
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
  await expect(page.getByRole('status')).toContainText(`We've emailed a 6-digit code to ${sent.email}`);
  const mail = await server.mailbox.next(sent.email);
  expect(mail.subject).toBe('Your code to join Acme Support on FastLinkIt');
  const code = codeIn(mail);

  await fillRegistration(page);
  await page.getByLabel('Code').fill(code === '000000' ? '111111' : '000000');
  await page.getByRole('button', { name: 'Create account and join' }).click();
  await expect(page.getByLabel('Code')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByLabel('Code')).toHaveAccessibleDescription(/That code isn't right\. 4 tries left\./);
  await expect(page.getByLabel('First name')).toHaveValue('Ines');
  expect((await inviteNow(sent)).status).toBe('pending');

  // As it is pasted from elsewhere: a no-break space, full-width digits, a hyphen.
  const fullWidth = code.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));
  await page.getByLabel('Code').fill(`\u{a0}${fullWidth.slice(0, 3)}-${fullWidth.slice(3)}`);
  await page.getByLabel('Password').fill(goodPassword);
  await page.getByRole('button', { name: 'Create account and join' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Welcome to Acme Support!');
});

test('rejects the code after five wrong attempts', async ({
  invite,
  copyLink,
  inviteNow,
  request,
  server,
}) => {
  const sent = await invite();
  const link = await copyLink(sent);
  await request.post(`${link}/code`, { form: {} });
  const code = codeIn(await server.mailbox.next(sent.email));
  const form = { firstName: 'Ines', lastName: 'Invitee', password: goodPassword };
  const wrong = code === '000000' ? '111111' : '000000';
  for (const left of ['4 tries left', '3 tries left', '2 tries left', '1 try left', 'Too many tries']) {
    const refused = await request.post(`${link}/register`, { form: { ...form, code: wrong } });
    expect(refused.status()).toBe(422);
    expect(await refused.text()).toContain(left);
  }
  const late = await request.post(`${link}/register`, { form: { ...form, code } });
  expect(late.status()).toBe(422);
  expect(await late.text()).toContain('Too many tries: request a new code.');
  expect((await inviteNow(sent)).status).toBe('pending');
});

test('creates no account without a code', async ({ invite, copyLink, inviteNow, request }) => {
  const sent = await invite();
  const form = { firstName: 'Ines', lastName: 'Invitee', password: goodPassword };
  const tries: Record<string, string>[] = [{}, { code: '' }, { code: '12345' }, { code: '123456' }];
  for (const extra of tries) {
    const response = await request.post(`${await copyLink(sent)}/register`, { form: { ...form, ...extra } });
    expect(response.status()).toBe(422);
  }
  expect((await inviteNow(sent)).status).toBe('pending');
});

test('rejects a second code within a minute and says when to try again', async ({
  page,
  invite,
  copyLink,
  server,
}) => {
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
  await expect(page.getByRole('alert')).toContainText("We couldn't send a new code");
  await expect(page.getByLabel('Code')).toBeVisible();
  expect(server.mailbox.to(sent.email)).toHaveLength(2);
});

test('accepts a copied link without a code in the session of the invitee', async ({
  page,
  invite,
  copyLink,
  server,
}) => {
  const person = await server.testData.person({ email: freshAddress() });
  const sent = await invite({ email: person.email });
  await page.goto(await copyLink(sent));
  await page.getByRole('link', { name: 'Sign in' }).click();
  await signInOnPage(page, person);
  await page.getByRole('button', { name: 'Accept' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Welcome to Acme Support!');
});

test('asks for no code on an emailed link', async ({ invite, request, server }) => {
  const sent = await invite();
  expect((await request.post(`${sent.link}/code`, { form: {} })).status()).toBe(409);
  expect(server.mailbox.to(sent.email)).toHaveLength(1);
});

test('does not record opening a copied link as opening the email', async ({
  page,
  invite,
  copyLink,
  inviteNow,
}) => {
  const sent = await invite();
  await page.goto(await copyLink(sent));
  expect((await inviteNow(sent)).openedAt).toBeNull();
});
