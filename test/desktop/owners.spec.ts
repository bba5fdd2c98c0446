import { getOrganization } from '#contract/organization/api';
import { listMembers } from '#contract/member/api';
import type { App } from './app.ts';
import { expect, expectAccessible, test } from './fixtures.ts';

async function choose({ page }: App, action: string): Promise<void> {
  await page.getByRole('button', { name: 'Organization actions' }).click();
  await page.getByRole('menuitem', { name: action }).click();
}

test('creates an organization, and invites into it', async ({ signedIn, team }) => {
  const app = await signedIn(team.owner);
  const { page, organization } = app;
  await app.sidebar.switcher.click();
  await expect(page.getByRole('combobox', { name: 'Search organizations' })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'New organization…' })).toBeFocused();
  await page.keyboard.press('Enter');
  const dialog = organization.dialog('New organization');
  await expect(dialog.getByRole('textbox', { name: 'Name' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('textbox', { name: 'Name' })).toHaveAccessibleDescription('Enter a name.');
  await expectAccessible(page);
  await page.keyboard.type('Second Shift');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Nights and weekends');
  await dialog.getByRole('button', { name: 'Create organization' }).press('Enter');

  await expect(page.getByRole('heading', { level: 1, name: 'Second Shift' })).toBeVisible();
  await expect(page.getByText('Nights and weekends')).toBeVisible();
  await organization.invite('first@x.test');
  await expect(organization.row('first@x.test')).toBeVisible();
  await app.sidebar.switchTo('Acme');
  await expect(page.getByRole('heading', { level: 1, name: team.name })).toBeVisible();
});

test('edits name, description, logo and reminders', async ({ signedIn, team, owner }) => {
  const params = { organizationId: team.organizationId };
  const app = await signedIn(team.admin);
  const { page, organization } = app;
  await choose(app, 'Edit organization…');
  const dialog = organization.dialog('Edit Acme Support');
  const name = dialog.getByRole('textbox', { name: 'Name' });
  const logo = dialog.getByRole('textbox', { name: 'Logo' });
  await expect(name).toHaveValue('Acme Support');
  await expect(name).toBeFocused();
  await name.fill(' ');
  await logo.fill('http://x.test/logo.png');
  await page.keyboard.press('Enter');
  await expect(name).toHaveAccessibleDescription('Enter a name.');
  await expect(logo).toHaveAccessibleDescription(/starts with https/);
  await expectAccessible(page);

  await name.fill('Acme Care');
  await dialog.getByRole('textbox', { name: 'Description' }).fill('Answers within the hour');
  await logo.fill('https://x.test/logo.png');
  await dialog.getByRole('switch', { name: 'Remind invitees' }).uncheck();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Acme Care' })).toBeVisible();
  await expect(page.getByText('Answers within the hour')).toBeVisible();
  await expect(app.sidebar.switcher).toHaveAccessibleName(/Acme Care/);
  expect(await owner.call(getOrganization, { params })).toMatchObject({
    name: 'Acme Care',
    description: 'Answers within the hour',
    logoUrl: 'https://x.test/logo.png',
    reminders: false,
  });
});

test('hands the organization over with the password, by keyboard, then leaves it', async ({
  signedIn,
  team,
  owner,
}) => {
  const params = { organizationId: team.organizationId };
  const app = await signedIn(team.owner);
  const { page, organization } = app;
  await choose(app, 'Transfer ownership…');
  const dialog = organization.dialog('Transfer ownership of Acme Support?');
  const submit = dialog.getByRole('button', { name: 'Transfer ownership' });
  await expect(dialog.getByRole('textbox', { name: 'New owner' })).toBeFocused();
  await expect(submit).toBeDisabled();
  await page.keyboard.type('Adam');
  await expect(page.getByRole('option', { name: /Adam Admin/ })).toBeVisible();
  await expect(page.getByRole('option', { name: /Agnes/ })).toBeHidden();
  await expectAccessible(page, { popup: true });
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('textbox', { name: 'New owner' })).toHaveValue('Adam Admin');
  await page.keyboard.press('Tab');
  await page.keyboard.type('not it at all');
  await page.keyboard.press('Enter');
  await expect(dialog.getByLabel('Your password')).toHaveAccessibleDescription(/Wrong password/);
  await expectAccessible(page);
  await dialog.getByLabel('Your password').fill(team.owner.password);
  await page.keyboard.press('Enter');
  await expect(organization.notification('Adam Admin now owns Acme Support.')).toBeVisible();
  const { items } = await owner.call(listMembers, { params });
  expect(items.map(({ firstName, role }) => `${firstName}: ${role}`).toSorted()).toEqual([
    'Adam: owner',
    'Agnes: agent',
    'Olga: admin',
  ]);

  await page.getByRole('button', { name: 'Organization actions' }).click();
  await expect(page.getByRole('menuitem', { name: 'Leave organization…' })).toBeVisible();
  await expect(page.getByRole('menuitem', { name: 'Transfer ownership…' })).toBeHidden();
  await page.getByRole('menuitem', { name: 'Leave organization…' }).click();
  await organization.dialog('Leave Acme Support?').getByRole('button', { name: 'Leave' }).click();
  await expect(page.getByText('You’re not in an organization yet')).toBeVisible();
});

test('offers nothing that one may not do', async ({ signedIn, team, testData }) => {
  const app = await signedIn(team.agent);
  const { page } = app;
  await expect(page.getByRole('region', { name: 'Your membership' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Organization actions' })).toBeHidden();

  const staff = await testData.person({ staff: true });
  await app.sidebar.signOut.click();
  await app.signIn.email.fill(staff.email);
  await app.signIn.password.fill(staff.password);
  await app.signIn.submit.click();
  await app.signIn.code.fill(staff.recoveryCodes?.[0] ?? '');
  await app.signIn.submit.click();
  await app.sidebar.switchTo('Acme Support');
  await page.getByRole('button', { name: 'Organization actions' }).click();
  await expect(page.getByRole('menuitem', { name: 'Edit organization…' })).toBeVisible();
  await expect(page.getByRole('menuitem')).toHaveCount(1);
  await expectAccessible(page, { popup: true });
});
