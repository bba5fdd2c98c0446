import { createInvite, bulkInvite } from '#contract/invite/api';
import { chooseTheme } from '../helpers/electron-app.ts';
import { expect, expectAccessible, test } from './fixtures.ts';
import { WorkTray } from './screens/work-tray.ts';

const emails = ['a@x.test', 'b@x.test', 'c@x.test', 'd@x.test', 'e@x.test'];

const bulk = (list: string[]) => ({ invites: list.map((email) => ({ email, role: 'agent' })) });

test('selects by click, Shift and click, and the box that stands for all', async ({
  signedIn,
  team,
  owner,
}) => {
  await owner.call(bulkInvite, {
    params: { organizationId: team.organizationId },
    body: bulk(emails),
  });
  const { electron, page, organization } = await signedIn(team.owner);
  const box = (email: string) => organization.row(email).getByRole('checkbox');
  const selection = page.getByRole('group', { name: 'Selection' });
  await organization.invites.getByRole('button', { name: 'Email' }).click();
  await expect(organization.invites.getByRole('row').nth(1)).toContainText('a@x.test');

  const topOf = async () => (await organization.row('e@x.test').boundingBox())?.y;
  const top = await topOf();
  await box('b@x.test').click();
  await expect(selection).toContainText('1 selected');
  expect(await topOf()).toBe(top);
  await box('d@x.test').click({ modifiers: ['Shift'] });
  await expect(selection).toContainText('3 selected');
  await expect(box('c@x.test')).toBeChecked();
  await expect(box('a@x.test')).not.toBeChecked();
  for (const theme of ['Light', 'Dark'] as const) {
    await chooseTheme(electron, theme);
    await expectAccessible(page);
  }

  // What one decides by stays in view, and the rows stay where they are.
  await expect(page.getByRole('searchbox', { name: 'Search invites' })).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Filter by role' })).toBeVisible();

  const all = organization.invites.getByRole('checkbox', { name: 'Select all shown' });
  await expect(all).toHaveJSProperty('indeterminate', true);
  await all.click();
  await expect(selection).toContainText('5 selected');
  await selection.getByRole('button', { name: 'Clear selection' }).click();
  await expect(selection).toBeHidden();
});

test('selects by keyboard: Space, arrows, and Shift with the arrows', async ({ signedIn, team, owner }) => {
  await owner.call(bulkInvite, {
    params: { organizationId: team.organizationId },
    body: bulk(emails),
  });
  const { page, organization } = await signedIn(team.owner);
  const box = (email: string) => organization.row(email).getByRole('checkbox');
  await organization.invites.getByRole('button', { name: 'Email' }).click();
  await expect(organization.invites.getByRole('row').nth(1)).toContainText('a@x.test');
  await box('a@x.test').focus();
  await page.keyboard.press('ArrowDown');
  await expect(box('b@x.test')).toBeFocused();
  await page.keyboard.press('Space');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(box('d@x.test')).toBeFocused();
  await expect(page.getByRole('group', { name: 'Selection' })).toContainText('3 selected');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Space');
  await expect(box('c@x.test')).not.toBeChecked();
  await expect(page.getByRole('group', { name: 'Selection' })).toContainText('2 selected');
});

test('resends what is selected, and names every row that failed and why', async ({
  signedIn,
  team,
  owner,
  mailbox,
}) => {
  const params = { organizationId: team.organizationId };
  for (const email of ['a@x.test', 'b@x.test']) {
    await owner.call(createInvite, { params, body: { email, role: 'agent' } });
  }
  const { page, organization } = await signedIn(team.owner);
  const resend = organization.row('b@x.test').getByRole('button', { name: 'Resend' });
  for (const days of [14, 21, 28, 35]) {
    await resend.click();
    await expect(organization.row('b@x.test')).toContainText(`in ${days} days`);
  }
  await mailbox.next('a@x.test');
  await organization.invites.getByRole('checkbox', { name: 'Select all shown' }).click();
  await page.getByRole('button', { name: 'Resend selected' }).click();
  const tray = new WorkTray(page);
  await expect(tray.status('Resend selected')).toHaveText('1 of 2 invites resent, 1 failed');
  await mailbox.next('a@x.test');
  await expectAccessible(page);
  await tray.button('Resend selected', 'Details').click();
  const report = tray.report('Invites resent');
  await report.getByRole('combobox', { name: 'Show rows' }).selectOption('Failed');
  await expect(report.getByRole('row')).toHaveCount(2);
  await expect(report.getByRole('row').nth(1)).toContainText('Too many attempts');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await tray.button('Resend selected', 'Dismiss').click();
  await expect(tray.root).toBeHidden();
});

test('revokes what is selected after asking, the expired ones too', async ({
  signedIn,
  team,
  owner,
  testData,
}) => {
  const params = { organizationId: team.organizationId };
  const old = await owner.call(createInvite, { params, body: { email: 'old@x.test', role: 'agent' } });
  await owner.call(bulkInvite, { params, body: bulk(emails) });
  await testData.age(old.id, 8 * 24 * 60 * 60 * 1000);
  const { page, organization } = await signedIn(team.owner);
  await expect(organization.row('old@x.test')).toContainText('Expired');
  await organization.invites.getByRole('checkbox', { name: 'Select all shown' }).click();
  await page.getByRole('button', { name: 'Revoke selected' }).click();
  const dialog = organization.dialog('Revoke 6 invites?');
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await dialog.getByRole('button', { name: 'Revoke' }).click();
  await expect(new WorkTray(page).status('Revoke selected')).toHaveText('6 of 6 invites revoked');
  await expect(page.getByText('No open invites')).toBeVisible();
  await expect(organization.tab('Pending invites', 0)).toBeVisible();
});

test('selects a thousand, stops in between, and says how many were not revoked', async ({
  signedIn,
  team,
  owner,
  testData,
}) => {
  await testData.setSeats(team.organizationId, null);
  const many = Array.from({ length: 1000 }, (_, index) => `person${index}@many.test`);
  await owner.call(bulkInvite, {
    params: { organizationId: team.organizationId },
    body: bulk(many),
  });
  const { page, organization } = await signedIn(team.owner);
  const selection = page.getByRole('group', { name: 'Selection' });
  await organization.invites.getByRole('checkbox', { name: 'Select all shown' }).click();
  await selection.getByRole('button', { name: 'Select all 1,000' }).click();
  await expect(selection).toContainText('1,000 selected');
  await page.getByRole('button', { name: 'Revoke selected' }).click();
  await organization
    .dialog(/Revoke 1,000/)
    .getByRole('button', { name: 'Revoke' })
    .click();
  const tray = new WorkTray(page);
  await expect(tray.run('Revoke selected').getByRole('progressbar')).toBeVisible();
  await tray.button('Revoke selected', 'Stop').click();
  await expect(tray.status('Revoke selected')).toHaveText(/^\d+ of 1,000 invites revoked, \d+ not revoked$/);
});
