import { revokeInvite } from '#contract/invite/api';
import { expect, expectGood, fillRegistration, freshAddress, signInOnPage, test } from './fixtures.ts';

const week = 7 * 24 * 60 * 60 * 1000;

test('registration and its errors are accessible', async ({ page, invite }) => {
  const sent = await invite();
  await page.goto(sent.link);
  await expectGood(page);
  await fillRegistration(page, { password: 'passwordpassword' });
  await page.getByRole('button', { name: 'Create account and join' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await expectGood(page);
  await fillRegistration(page);
  await page.getByRole('button', { name: 'Create account and join' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Welcome to Acme Support!');
  await expectGood(page);
  await page.goto('/Account');
  await expectGood(page);
});

test('the copied link and its code are accessible', async ({ page, invite, copyLink }) => {
  await page.goto(await copyLink(await invite()));
  await expectGood(page);
  await page.getByRole('button', { name: 'Send code' }).click();
  await expect(page.getByRole('status')).toBeVisible();
  await expectGood(page);
});

test('sign-in, invite choice and wrong account are accessible', async ({ page, invite, server }) => {
  const [invited, other] = await Promise.all([
    server.testData.person({ email: freshAddress() }),
    server.testData.person({ email: freshAddress() }),
  ]);
  const sent = await invite({ email: invited.email });
  await page.goto(sent.link);
  await expectGood(page);
  await page.getByRole('link', { name: 'Sign in' }).click();
  await expectGood(page);
  await signInOnPage(page, { email: invited.email, password: 'wrong' });
  await expect(page.getByRole('alert')).toBeVisible();
  await expectGood(page);
  await signInOnPage(page, invited);
  await expect(page.getByRole('button', { name: 'Accept' })).toBeVisible();
  await expectGood(page);
  await page.getByRole('button', { name: 'Sign in as a different user' }).click();
  await signInOnPage(page, other);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This invitation is for someone else');
  await expectGood(page);
  await page.goto('/Account');
  await expectGood(page);
});

test('pages of ended invites are accessible', async ({ page, invite, owner, server, team }) => {
  const [expired, revoked, accepted] = [await invite(), await invite(), await invite()];
  await server.testData.age(expired.id, week + 1000);
  const params = { organizationId: team.organizationId, inviteId: revoked.id };
  await owner.call(revokeInvite, { params, body: {} });
  await page.goto(accepted.link);
  await fillRegistration(page);
  await page.getByRole('button', { name: 'Create account and join' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Welcome to Acme Support!');
  await page.context().clearCookies();
  for (const path of [
    expired.link,
    revoked.link,
    accepted.link,
    '/support/invite/unknown',
    '/nothing/here',
    `/organizations/${team.organizationId}/billing`,
  ]) {
    await page.goto(path);
    await expectGood(page);
  }
});

test('the page of a declined invite is accessible', async ({ page, invite, server }) => {
  const person = await server.testData.person({ email: freshAddress() });
  const sent = await invite({ email: person.email });
  await signInOnPage(page, person);
  await page.goto(sent.link);
  await page.getByRole('button', { name: 'Decline' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This invitation was declined');
  await expectGood(page);
});
