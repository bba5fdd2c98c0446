import { sql } from 'drizzle-orm';
import { expect, test } from './fixtures.ts';

const peopleBeyondOnePage = 60;

test.beforeEach(async ({ team, testData }) => {
  for (let index = 0; index < peopleBeyondOnePage; index += 1)
    await testData.member(team.organizationId, await testData.person(), 'agent');
});

test('a list that is too long to scroll says where it ends, and what to do', async ({
  signedIn,
  team,
  testData,
}) => {
  // The server counts from its tallies: a million rows would take a minute to make.
  await testData.database.orm.execute(
    sql`update organization_tallies set members = 1000000 where organization_id = ${team.organizationId}`,
  );
  const { page, organization } = await signedIn(team.owner);
  await organization.tab('Members').click();
  const end = page.getByText('Only the first 200,000 rows are shown. Search or filter to find the rest.');
  await expect(organization.members).toHaveAttribute('aria-rowcount', '200001');
  await expect(end).toBeVisible();

  await page.getByRole('searchbox', { name: 'Search members' }).fill('olga');
  await expect(organization.members).toHaveAttribute('aria-rowcount', '2');
  await expect(end).toBeHidden();
});

test('a choice of people that shows only the first of them says so', async ({ signedIn, team }) => {
  const { page, organization, sidebar } = await signedIn(team.owner);
  await page.getByRole('button', { name: 'Organization actions' }).click();
  await page.getByRole('menuitem', { name: 'Transfer ownership…' }).click();
  const dialog = organization.dialog('Transfer ownership of Acme Support?');
  await dialog.getByRole('textbox', { name: 'New owner' }).click();
  const hint = dialog.getByText(/Only \d+ members are shown\. Type to find more\./);
  await expect(hint).toBeVisible();
  await page.keyboard.type('Adam');
  await expect(dialog.getByRole('option', { name: /Adam Admin/ })).toBeVisible();
  await expect(hint).toBeHidden();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();

  await sidebar.root.getByRole('link', { name: 'Activity' }).click();
  const person = page.getByRole('combobox', { name: 'Filter by person' });
  await person.click();
  const more = page.getByRole('option', { name: 'Type to find more' });
  await expect(more).toBeAttached();
  await person.fill('adam');
  await expect(page.getByRole('option', { name: 'Adam Admin' })).toBeVisible();
  await expect(more).toHaveCount(0);
});
