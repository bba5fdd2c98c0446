import type { Page } from '@playwright/test';
import { chooseTheme } from '../../helpers/electron-app.ts';
import { expect, test, type Tour } from '../fixtures.ts';
import { last, newcomer, owner, resent, revoked } from '../people.ts';
import { dismissToasts } from '../window.ts';

const weekMs = 7 * 24 * 3600 * 1000;

/** An invitee gets the email and joins; invites are resent and revoked; the seats run out. */
export async function inviteAndJoin(tour: Tour): Promise<void> {
  const { app, mailbox, browser, picture } = tour;
  const { electron, page, organization } = app;
  await test.step(`Invite ${newcomer.email}`, async () => {
    await organization.invite(newcomer.email);
    await expect(organization.openInvite(newcomer.email)).toBeVisible();
    await picture(page, 'invited');
  });
  const [link = ''] = await test.step('Find the email and the link in it', () =>
    mailbox.linksTo(newcomer.email, 1));

  const phone = await browser.newPage({ viewport: { width: 412, height: 892 }, deviceScaleFactor: 2 });
  await test.step('Open the link in the browser', async () => {
    await phone.goto(link);
    await expect(phone.getByLabel('Email')).toHaveValue(newcomer.email);
    await expect(phone.getByLabel('Email')).not.toBeEditable();
    await picture(phone, 'invite-page');
  });
  await organization.tab('Members').click();
  await expect(organization.members.getByRole('row').filter({ hasText: owner.name })).toBeVisible();
  await test.step('Register there', async () => {
    await phone.getByLabel('First name').fill(newcomer.firstName);
    await phone.getByLabel('Last name').fill(newcomer.lastName);
    await phone.getByLabel('Password').fill('a few words in a row');
    await phone.getByRole('button', { name: 'Create account and join' }).click();
    await expect(phone.getByRole('heading', { name: /Acme Support/ })).toBeVisible();
    await expect(phone.getByLabel('Password')).toHaveCount(0);
    await picture(phone, 'joined');
  });
  await test.step('See the new member arrive in the app, without a click', async () => {
    const row = organization.members.getByRole('row').filter({ hasText: newcomer.email });
    await expect(row).toContainText(newcomer.lastName);
    await picture(page, 'member-arrived');
  });

  await organization.tab('Pending invites').click();
  await resendOne(tour);
  await revokeOne(tour, phone);
  await fillSeats(tour);
  await test.step('Change to the dark theme, and back', async () => {
    const scheme = page.locator('html');
    await chooseTheme(electron, 'Dark');
    await expect(scheme).toHaveAttribute('data-mantine-color-scheme', 'dark');
    await picture(page, 'dark');
    await chooseTheme(electron, 'Light');
    await expect(scheme).toHaveAttribute('data-mantine-color-scheme', 'light');
  });
}

function resendOne({ app: { page, organization }, mailbox, picture }: Tour): Promise<void> {
  return test.step(`Invite ${resent} and resend it: seven days more, the same link`, async () => {
    await organization.invite(resent);
    await mailbox.linksTo(resent, 1);
    const expiry = await organization.expiryOf(resent);
    await organization.openInvite(resent).getByRole('button', { name: 'Resend', exact: true }).click();
    await expect.poll(() => organization.expiryOf(resent)).toBe(expiry + weekMs);
    const [first, second] = await mailbox.linksTo(resent, 2);
    expect(second).toBe(first);
    await picture(page, 'resent');
  });
}

function revokeOne({ app, mailbox, picture }: Tour, phone: Page): Promise<void> {
  const { page, organization } = app;
  return test.step(`Invite ${revoked} and revoke it: the link is dead`, async () => {
    await organization.invite(revoked);
    const [link = ''] = await mailbox.linksTo(revoked, 1);
    await organization.openInvite(revoked).getByRole('button', { name: 'Revoke', exact: true }).click();
    const confirmation = page.getByRole('dialog');
    await expect(confirmation).toContainText(revoked);
    await picture(page, 'revoke');
    await confirmation.getByRole('button', { name: 'Revoke', exact: true }).click();
    await expect(organization.openInvite(revoked)).toHaveCount(0);
    const response = await phone.goto(link);
    expect(response?.status()).toBe(410);
    await expect(phone.getByRole('heading', { level: 1 })).toHaveText('This invitation was withdrawn');
    await picture(phone, 'revoked-link');
  });
}

function fillSeats({ app, picture }: Tour): Promise<void> {
  const { page, organization } = app;
  return test.step('Fill the seats and see the error', async () => {
    await expect(organization.seats).toContainText(`${last.length} free`);
    for (const email of last) {
      await organization.invite(email);
      await expect(organization.openInvite(email)).toBeVisible();
    }
    await expect(organization.seats).toContainText('0 free');
    await organization.invite('one-too-many@example.test');
    await expect(organization.form.getByRole('alert')).toContainText(
      /^No seats available\. 10 of 10 are used \(5 members, 5 pending invites\)\. Revoke an invite, remove a member or buy seats\.$/,
    );
    await expect(organization.send).not.toHaveAttribute('data-loading');
    await expect(organization.openInvite('one-too-many@example.test')).toHaveCount(0);
    await dismissToasts(app);
    await picture(page, 'no-seats');
    await organization.email.clear();
  });
}
