import { createApiKey } from '#contract/api-key/api';
import { editOrganization } from '#contract/organization/api';
import { expect, expectAccessible, freshAddress, test } from './fixtures.ts';

test('renders the invite email in light and dark, loads nothing, and links to the invite', async ({
  page,
  invite,
  inviteNow,
}) => {
  const sent = await invite({ role: 'admin' });
  const { expiresAt } = await inviteNow(sent);
  expect(sent.mail.subject).toBe('Olga Owner invited you to join Acme Support on FastLinkIt');
  expect(sent.mail.text.split('\n')).toContain(sent.link);

  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  await page.setContent(sent.mail.html);
  for (const fact of [
    'Acme Support',
    'Olga Owner',
    'Admin',
    `${new Date(expiresAt).getUTCFullYear()}`,
    'UTC',
  ]) {
    await expect(page.getByText(fact).first()).toBeVisible();
    expect(sent.mail.text).toContain(fact);
  }
  await expect(page.getByRole('link')).toHaveCount(2);
  await expect(page.getByRole('link').last()).toHaveText(sent.link);
  for (const width of [320, 1180]) {
    await page.setViewportSize({ width, height: 700 });
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
    ).toBeLessThanOrEqual(0);
  }
  expect(requests).toEqual([]);

  await page.getByRole('link', { name: 'View invitation' }).click();
  await expect(page).toHaveURL(sent.link);
});

test('shows hostile names in the mailbox as plain text', async ({ invite, owner, page, server, team }) => {
  const params = { organizationId: team.organizationId };
  const name = 'Acme https://evil.example/login <a href="https://evil.example">x</a>';
  await owner.call(editOrganization, { params, body: { name } });
  const { mail, link } = await invite({ email: freshAddress() });
  expect(mail.subject.replaceAll('\u200c', '')).toBe(`Olga Owner invited you to join ${name} on FastLinkIt`);
  expect(mail.text.match(/https?:\/\/\S+/g)).toEqual([link]);
  expect(mail.source.split(/\r?\n\r?\n/)[0]?.match(/^(to|cc|bcc|subject):/gim)).toEqual(['To:', 'Subject:']);
  await page.setContent(mail.html);
  const targets = await page
    .getByRole('link')
    .evaluateAll((links) => links.map((element) => element.getAttribute('href')));
  expect(targets).toEqual([link, link]);
  expect(server.mailbox.to('evil@example.test')).toEqual([]);
});

test('sends accessible emails in both color schemes', async ({ page, invite, owner, server, team }) => {
  const { email, password } = team.owner;
  await owner.call(createApiKey, { body: { name: 'Nightly report', password } });
  for (const { html } of [(await invite()).mail, await server.mailbox.next(email, /API key/)]) {
    await page.setContent(html);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await expectAccessible(page, { landmarks: false });
    }
  }
});
