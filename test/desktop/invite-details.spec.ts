import { createInvite, revokeInvite } from '#contract/invite/api';
import { chooseTheme } from '../helpers/electron-app.ts';
import { expect, expectAccessible, test } from './fixtures.ts';

const invitee = 'ines@example.test';

test('tells the life of an invite in words, and goes on live', async ({ signedIn, team, owner, mailbox }) => {
  mailbox.refuse(invitee, { code: 550, message: 'mailbox unavailable' });
  const params = { organizationId: team.organizationId };
  await owner.call(createInvite, { params, body: { email: invitee, role: 'admin' } });
  const { electron, page, organization } = await signedIn(team.owner);
  await expect(organization.row(invitee)).toContainText(/mailbox unavailable/);
  await organization.row(invitee).getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Details' }).click();
  const details = organization.dialog(invitee);
  // The focus is at what there is to read, and a click on the address copies it.
  await expect(details.getByRole('button', { name: 'Close' })).not.toBeFocused();
  await details.getByRole('button', { name: `Copy ${invitee}` }).click();
  await expect(details.getByRole('status').filter({ hasText: 'Copied' })).toBeVisible();
  expect(await electron.evaluate(({ clipboard }) => clipboard.readText())).toBe(invitee);
  const timeline = details.getByRole('list', { name: 'Timeline' });
  await expect(timeline).toContainText(/Invited (and sent )?by Olga Owner/);
  await expect(timeline).toContainText(/The mail server rejected the email: .*mailbox unavailable/);
  await expect(details).toContainText('Pending');
  await expect(details).toContainText('Admin');
  await expectAccessible(page);

  mailbox.refuse(invitee, { code: 250, message: 'fine' });
  await details.getByRole('button', { name: 'Resend' }).click();
  await expect(timeline).toContainText('Resent by Olga Owner');
  await details.getByRole('button', { name: 'Revoke' }).click();
  await organization
    .dialog(/Revoke the invite/)
    .getByRole('button', { name: 'Revoke' })
    .click();
  await expect(timeline).toContainText('Revoked by Olga Owner');
  await expect(details.getByRole('button', { name: 'Invite again' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(details).toBeHidden();

  await chooseTheme(electron, 'Dark');
  await page.getByRole('combobox', { name: 'Show', exact: true }).selectOption('Revoked');
  await organization.row(invitee).getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Details' }).click();
  await expect(timeline).toContainText('Revoked by Olga Owner');
  await expectAccessible(page);
});

test('swaps a seat in one step, and keeps what was typed when it is refused', async ({
  signedIn,
  team,
  owner,
  testData,
  mailbox,
}) => {
  const params = { organizationId: team.organizationId };
  await testData.setSeats(team.organizationId, 4);
  await owner.call(createInvite, { params, body: { email: invitee, role: 'admin' } });
  const { page, organization } = await signedIn(team.owner);
  await expect(organization.form.getByRole('alert')).toContainText('No seats available');
  await organization.row(invitee).getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Swap seat…' }).click();
  const dialog = organization.dialog('Give this seat to someone else');
  const email = dialog.getByRole('textbox', { name: 'Email' });
  await expect(email).toBeFocused();
  await expectAccessible(page);
  await email.fill('nobody');
  await page.keyboard.press('Enter');
  await expect(email).toHaveAccessibleDescription(/Enter an email address/);
  await expect(email).toBeFocused();
  await email.fill(team.agent.email);
  await page.keyboard.press('Enter');
  await expect(email).toHaveAccessibleDescription(/already belongs to a member/);
  await expect(email).toHaveValue(team.agent.email);
  await expect(email).toBeFocused();
  await email.fill('other@example.test');
  await dialog.getByRole('button', { name: 'Swap seat' }).click();
  await expect(dialog).toBeHidden();
  await expect(organization.row(invitee)).toBeHidden();
  await expect(organization.row('other@example.test')).toContainText('Admin');
  await expect(organization.tab('Pending invites', 1)).toBeVisible();
  await mailbox.next('other@example.test');
});

test('finds invites by state, role and delivery, and invites again', async ({
  signedIn,
  team,
  owner,
  mailbox,
}) => {
  const params = { organizationId: team.organizationId };
  const gone = await owner.call(createInvite, { params, body: { email: 'gone@x.test', role: 'agent' } });
  await owner.call(revokeInvite, { params: { ...params, inviteId: gone.id }, body: {} });
  await owner.call(createInvite, { params, body: { email: 'admin@x.test', role: 'admin' } });
  mailbox.refuse('lost@x.test', { code: 550, message: 'no such user' });
  await owner.call(createInvite, { params, body: { email: 'lost@x.test', role: 'agent' } });
  const { page, sidebar, organization } = await signedIn(team.owner);
  const show = page.getByRole('combobox', { name: 'Show', exact: true });
  const role = page.getByRole('combobox', { name: 'Filter by role' });
  const delivery = page.getByRole('combobox', { name: 'Filter by delivery' });

  await expect(organization.row('lost@x.test')).toContainText('Failed');
  await role.selectOption('Admins');
  await expect(organization.row('lost@x.test')).toBeHidden();
  await expect(organization.row('admin@x.test')).toBeVisible();
  await role.selectOption('Any role');
  await delivery.selectOption('Failed');
  await expect(organization.row('admin@x.test')).toBeHidden();
  await expect(organization.row('lost@x.test')).toBeVisible();
  await delivery.selectOption('Any delivery');

  await show.selectOption('Revoked');
  const row = organization.row('gone@x.test');
  await expect(row).toContainText('Revoked');
  await expect(row.getByRole('checkbox')).toBeHidden();
  // It is as it was left after a look elsewhere.
  await organization.tab('Members').click();
  await sidebar.organization.click();
  await organization.tab('Pending invites').click();
  await expect(show).toHaveValue('revoked');
  await row.getByRole('button', { name: 'Invite again' }).click();
  await expect(organization.notification('Invite sent to gone@x.test.')).toBeVisible();
  await show.selectOption('All open');
  await expect(row).toContainText('in 7 days');
});

test('opens by a place in the address, and says when there is no such invite', async ({
  signedIn,
  team,
  owner,
}) => {
  const { organizationId } = team;
  const { id } = await owner.call(createInvite, {
    params: { organizationId },
    body: { email: invitee, role: 'agent' },
  });
  const { page, organization } = await signedIn(team.owner);
  const openDetails = (inviteId: string) =>
    page.evaluate((hash) => {
      location.hash = hash;
    }, `/organizations/${organizationId}?invite=${inviteId}`);
  await openDetails(id);
  await expect(organization.dialog(invitee)).toContainText(/Invited (and sent )?by Olga Owner/);
  await page.keyboard.press('Escape');
  await expect(organization.dialog(invitee)).toBeHidden();
  await openDetails('00000000-0000-7000-8000-000000000000');
  await expect(organization.dialog('Invite').getByRole('alert')).toContainText('no longer exists');
});
