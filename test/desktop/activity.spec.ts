import { createInvite, revokeInvite } from '#contract/invite/api';
import { signIn as signInByApi } from '../helpers/api-client.ts';
import { chooseTheme } from '../helpers/electron-app.ts';
import { expect, expectAccessible, test } from './fixtures.ts';

test('who did what to whom, newest first, with filters', async ({
  signedIn,
  team,
  owner,
  testData,
  backend,
}) => {
  const params = { organizationId: team.organizationId };
  const { id } = await owner.call(createInvite, { params, body: { email: 'one@x.test', role: 'agent' } });
  const staff = await testData.person({ staff: true, firstName: 'Stella', lastName: 'Staff' });
  const { client } = await signInByApi(backend.url, staff);
  await client.call(createInvite, { params, body: { email: 'two@x.test', role: 'admin' } });

  const { electron, page, sidebar } = await signedIn(team.admin);
  await sidebar.root.getByRole('link', { name: 'Activity' }).click();
  const rows = page.getByRole('table', { name: 'Activity' }).getByRole('row');
  const ofStaff = rows.filter({ hasText: 'two@x.test' });
  await expect(ofStaff).toContainText('Stella Staff');
  await expect(ofStaff).toContainText('Support');
  await expect(ofStaff).toContainText('Invited');
  await expect(ofStaff).toContainText('as Admin');

  // What is done now stands on top without a click.
  await owner.call(revokeInvite, { params: { ...params, inviteId: id } });
  await expect(rows.nth(1)).toContainText('Revoked invite');
  await expect(rows.nth(1)).toContainText('one@x.test');

  for (const theme of ['Light', 'Dark'] as const) {
    await chooseTheme(electron, theme);
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', theme.toLowerCase());
    await expectAccessible(page);
  }

  await page.getByRole('combobox', { name: 'Filter by event' }).selectOption('Revoked invite');
  await expect(rows).toHaveCount(2);
  await page.getByRole('combobox', { name: 'Filter by event' }).selectOption('All events');

  await rows.getByRole('button', { name: 'Stella Staff' }).first().click();
  await expect(rows.filter({ hasText: 'Olga Owner' })).toHaveCount(0);
  await expect(ofStaff).toBeVisible();
  const person = page.getByRole('combobox', { name: 'Filter by person' });
  await expect(person).toHaveValue('Stella Staff');

  await person.fill('olg');
  await page.getByRole('option', { name: 'Olga Owner' }).click();
  await expect(ofStaff).toHaveCount(0);
  await expect(rows.filter({ hasText: 'one@x.test' })).toHaveCount(2);

  await person.click();
  await page.getByRole('option', { name: 'Anyone' }).click();
  await expect(ofStaff).toBeVisible();

  await page.getByRole('combobox', { name: 'Filter by time' }).selectOption('Custom range');
  await page.getByLabel('To', { exact: true }).fill('2001-02-03');
  await expect(page.getByText('No matching activity')).toBeVisible();
  await page.getByRole('combobox', { name: 'Filter by time' }).selectOption('Today');
  await expect(rows.filter({ hasText: 'one@x.test' })).toHaveCount(2);

  await page.keyboard.press('Control+f');
  await page.keyboard.type('nobody');
  await expect(page.getByText('No matching activity')).toBeVisible();
});

test('an agent is not shown what others do', async ({ signedIn, team }) => {
  const { page, sidebar } = await signedIn(team.agent);
  await expect(page.getByRole('region', { name: 'Your membership' })).toBeVisible();
  await expect(sidebar.root.getByRole('link', { name: 'Activity' })).toBeHidden();
});
