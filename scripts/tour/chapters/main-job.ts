import type { Page } from '@playwright/test';
import { expect } from '../expect.ts';
import { forgetful, last, mistaken, newcomer } from '../people.ts';
import type { Stage } from '../stage.ts';
import { changeTheme, dismissNotices } from '../window.ts';

const week = 7 * 24 * 3600 * 1000;

/** Somebody is invited, finds the mail, and joins; invites are resent and revoked; the seats run out. */
export async function playMainJob(stage: Stage): Promise<void> {
  const { story, cast, app, mailbox, organization } = stage;
  await story.step(`Invite ${newcomer.email}`, async () => {
    await organization.invite(newcomer.email);
    await story.picture(app, 'invited');
  });
  const [link = ''] = await story.step('Find the mail and the link in it', () =>
    mailbox.linksTo(newcomer.email, 1),
  );

  const browser = await cast.openBrowser();
  const phone = await browser.newPage({ viewport: { width: 412, height: 892 }, deviceScaleFactor: 2 });
  await story.step('Open the link in the browser', async () => {
    await phone.goto(link);
    await expect(phone.getByLabel('E-mail')).toHaveValue(newcomer.email);
    await expect(phone.getByLabel('E-mail')).not.toBeEditable();
    await story.picture(phone, 'invite-page');
  });
  await organization.show('Members');
  await expect(organization.members.getByRole('row').filter({ hasText: 'Ada Lovelace' })).toBeVisible();
  await story.step('Register there', async () => {
    await phone.getByLabel('First name').fill(newcomer.firstName);
    await phone.getByLabel('Last name').fill(newcomer.lastName);
    await phone.getByLabel('Password').fill('a few words in a row');
    await phone.getByRole('button', { name: 'Create account and join' }).click();
    await expect(phone.getByRole('heading', { name: /Acme Support/ })).toBeVisible();
    await expect(phone.getByLabel('Password')).toHaveCount(0);
    await story.picture(phone, 'joined');
  });
  await story.step('See the new member arrive in the app, without a click', async () => {
    const row = organization.members.getByRole('row').filter({ hasText: newcomer.email });
    await expect(row).toContainText(newcomer.lastName);
    await story.picture(app, 'member-arrived');
  });

  await organization.show('Pending invites');
  await resendOne(stage);
  await revokeOne(stage, phone);
  await fillSeats(stage);
  await story.step('Change to the dark theme, and back', async () => {
    await changeTheme(app, 'Dark');
    await story.picture(app, 'dark');
    await changeTheme(app, 'Light');
  });
}

function resendOne({ story, app, mailbox, organization }: Stage): Promise<void> {
  return story.step(`Invite ${forgetful} and resend it: seven days more, the same link`, async () => {
    await organization.invite(forgetful);
    await mailbox.linksTo(forgetful, 1);
    const expiry = await organization.expiryOf(forgetful);
    await organization.rowOf(forgetful).getByRole('button', { name: 'Resend', exact: true }).click();
    await expect.poll(() => organization.expiryOf(forgetful)).toBe(expiry + week);
    const [first, second] = await mailbox.linksTo(forgetful, 2);
    expect(second).toBe(first);
    await story.picture(app, 'resent');
  });
}

function revokeOne({ story, app, mailbox, organization }: Stage, phone: Page): Promise<void> {
  return story.step(`Invite ${mistaken} and revoke it: the link is dead`, async () => {
    await organization.invite(mistaken);
    const [dead = ''] = await mailbox.linksTo(mistaken, 1);
    await organization.rowOf(mistaken).getByRole('button', { name: 'Revoke', exact: true }).click();
    const question = app.getByRole('dialog');
    await expect(question).toContainText(mistaken);
    await story.picture(app, 'revoke');
    await question.getByRole('button', { name: 'Revoke', exact: true }).click();
    await expect(organization.rowOf(mistaken)).toHaveCount(0);
    const response = await phone.goto(dead);
    expect(response?.status()).toBe(410);
    await expect(phone.getByRole('heading', { level: 1 })).toHaveText('This invite was taken back');
    await story.picture(phone, 'revoked-link');
  });
}

function fillSeats({ story, app, organization }: Stage): Promise<void> {
  return story.step('Fill the seats and see the error', async () => {
    const { seats, form } = organization;
    await expect(seats).toContainText(`${last.length} free`);
    for (const email of last) await organization.invite(email);
    await expect(seats).toContainText('0 free');
    await organization.send('one-too-many@example.test');
    await expect(form.getByRole('alert')).toContainText(
      /^No seats available\. 10 of 10 are used \(5 members, 5 pending invites\)\. Revoke an invite, remove a member or buy seats\.$/,
    );
    await expect(form.getByRole('button', { name: 'Send Invite' })).not.toHaveAttribute('data-loading');
    await expect(organization.rowOf('one-too-many@example.test')).toHaveCount(0);
    await dismissNotices(app);
    await story.picture(app, 'no-seats');
    await form.getByLabel('Email').clear();
  });
}
