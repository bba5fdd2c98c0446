import { createInvite, getInvite } from '#contract/invite/api';
import { linkIn } from '../helpers/mailbox.ts';
import { captureOpenedLinks } from '../helpers/electron-app.ts';
import { expect, test } from './fixtures.ts';

const invitee = 'ines@example.test';

test('invites somebody, who accepts in the browser, and shows it live', async ({
  signedIn,
  team,
  mailbox,
  browserOfInvitee,
}) => {
  const { organization } = await signedIn(team.owner);
  await expect(organization.seats).toContainText('3 members + 0 pending of 10 seats, 7 free');
  await organization.invite(invitee, 'Admin');

  await expect(organization.notification(`Invite sent to ${invitee}.`)).toBeVisible();
  await expect(organization.email).toHaveValue('');
  await expect(organization.email).toBeFocused();
  const row = organization.row(invitee);
  await expect(row).toContainText('Admin');
  await expect(row).toContainText('in 7 days');
  await expect(row).toContainText('Olga Owner');
  await expect(row.getByRole('cell', { name: 'Sent', exact: true })).toBeVisible();
  // For who hears a button alone.
  for (const name of ['Resend', 'Revoke', 'More actions'])
    await expect(row.getByRole('button', { name })).toHaveAccessibleDescription(invitee);
  await expect(organization.tab('Pending invites', 1)).toBeVisible();
  await expect(organization.seats).toContainText('3 members + 1 pending of 10 seats, 6 free');
  await expect(organization.seats).toContainText(`${invitee} expires in 7 days`);

  const page = await browserOfInvitee.newPage();
  await page.goto(linkIn(await mailbox.next(invitee)));
  await page.getByLabel('First name').fill('Ines');
  await page.getByLabel('Last name').fill('Invitee');
  await page.getByLabel('Password').fill('three words in a row');
  await page.getByRole('button', { name: 'Create account and join' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.close();

  await expect(organization.tab('Members', 4)).toBeVisible();
  await expect(organization.tab('Pending invites', 0)).toBeVisible();
  await expect(row).toBeHidden();
  await expect(organization.seats).toContainText('4 members + 0 pending of 10 seats, 6 free');
  await organization.tab('Members').click();
  await expect(organization.row('Ines Invitee')).toContainText(invitee);
});

test('does all of it by keyboard alone', async ({ signedIn, team, mailbox }) => {
  const { page, organization } = await signedIn(team.owner);
  await organization.email.focus();
  await page.keyboard.type(invitee);
  await page.keyboard.press('Tab');
  await expect(organization.role).toBeFocused();
  await page.keyboard.type('Ad');
  await page.keyboard.press('Tab');
  await expect(organization.send).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(organization.row(invitee)).toContainText('Admin');
  await mailbox.next(invitee);

  const resend = organization.row(invitee).getByRole('button', { name: 'Resend' });
  await resend.focus();
  await page.keyboard.press('Enter');
  await mailbox.next(invitee);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  const dialog = organization.dialog(/Revoke the invite/);
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(organization.row(invitee)).toBeHidden();
});

test('resends: the same link again, seven days more', async ({
  signedIn,
  team,
  owner,
  mailbox,
  testData,
}) => {
  const { organizationId } = team;
  const { id } = await owner.call(createInvite, {
    params: { organizationId },
    body: { email: invitee, role: 'agent' },
  });
  const first = linkIn(await mailbox.next(invitee));
  await testData.age(id, 6 * 24 * 60 * 60 * 1000);
  const { organization } = await signedIn(team.owner);
  const row = organization.row(invitee);
  await expect(row).toContainText('in 24 hours');
  await expect(row.getByRole('img', { name: 'Expires soon:' })).toBeVisible();
  await expect(organization.seats).toContainText(`${invitee} expires in 24 hours`);

  await row.getByRole('button', { name: 'Resend' }).click();
  await expect(organization.notification(`Invite resent to ${invitee}.`)).toBeVisible();
  await expect(row).toContainText('in 8 days');
  expect(linkIn(await mailbox.next(invitee))).toBe(first);
});

test('lists expired invites below the pending ones, and brings one back', async ({
  signedIn,
  team,
  owner,
  testData,
}) => {
  const params = { organizationId: team.organizationId };
  const old = await owner.call(createInvite, { params, body: { email: invitee, role: 'agent' } });
  await owner.call(createInvite, { params, body: { email: 'pending@example.test', role: 'agent' } });
  await testData.age(old.id, 8 * 24 * 60 * 60 * 1000);
  const { organization } = await signedIn(team.owner);

  await expect(organization.tab('Pending invites', 1)).toBeVisible();
  const row = organization.row(invitee);
  await expect(row).toContainText('Expired');
  await expect(organization.invites.getByRole('row')).toContainText([
    'Email',
    'pending@example.test',
    'Expired (1)',
    invitee,
  ]);

  await row.getByRole('button', { name: 'Resend' }).click();
  await expect(row).toContainText('in 7 days');
  await expect(organization.tab('Pending invites', 2)).toBeVisible();
});

test('revokes after asking, and the link is dead at once', async ({
  signedIn,
  team,
  owner,
  mailbox,
  browserOfInvitee,
}) => {
  const { organizationId } = team;
  await owner.call(createInvite, { params: { organizationId }, body: { email: invitee, role: 'agent' } });
  const link = linkIn(await mailbox.next(invitee));
  const { organization } = await signedIn(team.owner);
  const revoke = organization.row(invitee).getByRole('button', { name: 'Revoke' });

  await revoke.click();
  const dialog = organization.dialog(`Revoke the invite to ${invitee}?`);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog).toBeHidden();
  await expect(organization.row(invitee)).toBeVisible();

  await revoke.click();
  await dialog.getByRole('button', { name: 'Revoke' }).click();
  await expect(organization.row(invitee)).toBeHidden();
  await expect(organization.notification(/revoked/)).toBeVisible();
  await expect(organization.tab('Pending invites', 0)).toBeVisible();
  await expect(organization.seats).toContainText('3 members + 0 pending of 10 seats, 7 free');
  const page = await browserOfInvitee.newPage();
  expect((await page.goto(link))?.status()).toBe(410);
  await page.close();
});

test('copies a link, and opens one in the browser', async ({ signedIn, team, owner, backend }) => {
  const { organizationId } = team;
  await owner.call(createInvite, { params: { organizationId }, body: { email: invitee, role: 'agent' } });
  const { electron, organization } = await signedIn(team.owner);
  const openedLinks = await captureOpenedLinks(electron);
  await electron.evaluate(({ clipboard }) => clipboard.clear());

  await organization.choose(invitee, 'Copy link');
  await expect(organization.notification(/Link copied/)).toBeVisible();
  const copied = await electron.evaluate(({ clipboard }) => clipboard.readText());
  expect(copied.startsWith(`${backend.url}/support/invite/`)).toBe(true);

  await organization.choose(invitee, 'Open link in browser');
  await expect.poll(openedLinks).toEqual([copied]);
});

test('says at the address what is wrong with it, and keeps it', async ({ signedIn, team, owner }) => {
  const { organizationId } = team;
  await owner.call(createInvite, { params: { organizationId }, body: { email: invitee, role: 'agent' } });
  const { organization } = await signedIn(team.owner);

  for (const [address, sentence] of [
    ['nobody', /Enter an email address like name@example\.com\./],
    // Looks like one to the app; the server knows better.
    ['a..b@example.test', /Enter an email address like name@example\.com\./],
    [team.agent.email, /already belongs to a member/],
    [invitee, /already has an open invite/],
  ] as const) {
    await organization.invite(address);
    await expect(organization.email).toHaveAccessibleDescription(sentence);
    await expect(organization.email).toHaveValue(address);
    await expect(organization.email).toBeFocused();
  }
});

test('says in the row why a resend was refused, and lets one try again', async ({
  signedIn,
  team,
  owner,
}) => {
  const params = { organizationId: team.organizationId };
  await owner.call(createInvite, { params, body: { email: invitee, role: 'agent' } });
  const { organization } = await signedIn(team.owner);
  const row = organization.row(invitee);
  const resend = row.getByRole('button', { name: 'Resend' });
  // The fifth mail within an hour is the last one.
  for (const days of [14, 21, 28, 35]) {
    await resend.click();
    await expect(row).toContainText(`in ${days} days`);
  }
  await resend.click();
  await expect(row.getByRole('alert')).toHaveText(/Too many attempts\. Try again in \d+ minutes\./);
  await row.getByRole('button', { name: 'Dismiss' }).click();
  await expect(row.getByRole('alert')).toBeHidden();
});

test('shows that a mail could not be delivered, in the words of the mail server', async ({
  signedIn,
  team,
  owner,
  mailbox,
}) => {
  mailbox.refuse(invitee, { code: 550, message: 'mailbox unavailable' });
  const { organization } = await signedIn(team.owner);
  await organization.invite(invitee);
  await expect(organization.row(invitee)).toContainText(/Failed: .*mailbox unavailable/);
  const { organizationId } = team;
  const { id } = await owner.call(createInvite, {
    params: { organizationId },
    body: { email: 'other@example.test', role: 'agent' },
  });
  await expect(organization.row('other@example.test')).toBeVisible();
  expect((await owner.call(getInvite, { params: { organizationId, inviteId: id } })).status).toBe('pending');
});
