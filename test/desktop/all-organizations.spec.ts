import { createInvite } from '#contract/invite/api';
import { signIn as signInByApi } from '../helpers/api-client.ts';
import { chooseTheme } from '../helpers/electron-app.ts';
import { expect, expectAccessible, test } from './fixtures.ts';

test.beforeEach(async ({ testData, team }) => {
  // Acme Support has 3 of 10.
  for (const [name, maxSeats] of [
    ['Brim Works', 1],
    ['Calm Studio', null],
    ['Overflow Ltd', 2],
  ] as const) {
    const { organizationId } = await testData.organization({ owner: team.owner, name, maxSeats });
    if (name === 'Overflow Ltd') {
      await testData.member(organizationId, await testData.person(), 'agent');
      await testData.member(organizationId, await testData.person(), 'agent');
    }
  }
  await testData.recount();
});

test('support staff see all organizations, the worst first', async ({ app, backend, testData }) => {
  const staff = await testData.person({ staff: true });
  await app.signIn.signIn({ server: backend.url, ...staff });
  const { electron, page, sidebar } = app;
  await sidebar.root.getByRole('link', { name: 'All organizations' }).click();
  const rows = page.getByRole('table', { name: 'Organizations' }).getByRole('row');
  await expect(rows).toHaveCount(5);
  await expect(page.getByRole('columnheader', { name: 'Seats' })).toHaveAttribute('aria-sort', 'descending');
  await expect(rows.nth(1)).toContainText('3 of 2 used');
  await expect(rows.nth(1).getByRole('img', { name: 'over the limit' })).toBeVisible();
  await expect(rows.filter({ hasText: 'Acme Support' })).toContainText('3 of 10 used');
  await expect(rows.filter({ hasText: 'Brim Works' }).getByRole('img', { name: 'full' })).toBeVisible();
  // Staff have no role in them.
  await expect(page.getByRole('columnheader', { name: 'My role' })).toHaveCount(0);
  await expect(page.getByRole('columnheader', { name: 'Expiring in 48 h' })).toBeVisible();

  await page.getByRole('columnheader', { name: 'Name' }).getByRole('button').click();
  await expect(rows).toContainText(['Name', 'Acme Support', 'Brim Works', 'Calm Studio', 'Overflow Ltd']);

  const filter = page.getByRole('combobox', { name: 'Filter organizations' });
  await filter.selectOption('Over limit (1)');
  await expect(rows).toContainText(['Name', 'Overflow Ltd']);
  await filter.selectOption('All organizations');

  for (const theme of ['Light', 'Dark'] as const) {
    await chooseTheme(electron, theme);
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', theme.toLowerCase());
    await expectAccessible(page);
  }

  // From the search into the list, and Enter opens one: never without being told whose it is.
  await page.keyboard.press('Control+f');
  await expect(page.getByRole('searchbox', { name: 'Search organizations' })).toBeFocused();
  await page.keyboard.type('acme');
  await expect(rows).toHaveCount(2);
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('link', { name: 'Acme Support' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Acme Support' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Support staff' })).toContainText(
    'You’re acting as FastLinkIt Support in Acme Support',
  );
  for (const theme of ['Light', 'Dark'] as const) {
    await chooseTheme(electron, theme);
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', theme.toLowerCase());
    await expectAccessible(page);
  }
});

test('a member of more than one sees theirs, and the numbers follow', async ({ signedIn, team, backend }) => {
  const { page, sidebar } = await signedIn(team.owner);
  await sidebar.root.getByRole('link', { name: 'All organizations' }).click();
  const acme = page.getByRole('row').filter({ hasText: 'Acme Support' });
  await expect(acme).toContainText('3 of 10 used');
  await expect(acme).toContainText('Owner');

  const { client } = await signInByApi(backend.url, team.admin);
  await client.call(createInvite, {
    params: { organizationId: team.organizationId },
    body: { email: 'new@x.test', role: 'agent' },
  });
  await expect(acme).toContainText('4 of 10 used');
  await expect(acme.getByRole('cell').nth(2)).toHaveText('1');

  // The filter and the order are as they were left.
  await page.getByRole('columnheader', { name: 'Pending' }).getByRole('button').click();
  const filter = page.getByRole('combobox', { name: 'Filter organizations' });
  await filter.selectOption('Delivery failed (0)');
  await expect(page.getByText('No organizations found')).toBeVisible();
  await page.reload();
  await expect(filter).toHaveValue('failed');
  await filter.selectOption('All organizations');
  await expect(page.getByRole('columnheader', { name: 'Pending' })).toHaveAttribute(
    'aria-sort',
    'descending',
  );
});

test('who is in one organization only is not bothered with a list', async ({ signedIn, team }) => {
  const { sidebar } = await signedIn(team.admin);
  await expect(sidebar.organization).toBeVisible();
  await expect(sidebar.root.getByRole('link', { name: 'All organizations' })).toBeHidden();
  await expect(sidebar.root.getByRole('link', { name: 'Inbox' })).toBeHidden();
});

test('the list is scrolled to where it was left', async ({ signedIn, team, testData }) => {
  for (let index = 10; index < 60; index += 1) {
    await testData.organization({ owner: team.owner, name: `Number ${index}` });
  }
  const { page, sidebar } = await signedIn(team.owner);
  await sidebar.root.getByRole('link', { name: 'All organizations' }).click();
  await page.getByRole('columnheader', { name: 'Name' }).getByRole('button').click();
  await expect(page.getByRole('columnheader', { name: 'Name' })).toHaveAttribute('aria-sort', 'ascending');
  // The fullest is no longer first.
  await expect(page.getByRole('row').nth(1)).toContainText('Acme Support');
  await page.getByRole('table', { name: 'Organizations' }).hover();
  await page.mouse.wheel(0, 1200);
  const far = page.getByRole('link', { name: 'Number 40' });
  // A row that is just coming into view is still being scrolled.
  await expect(far).toBeInViewport({ ratio: 1 });
  await far.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Number 40' })).toBeInViewport();
  await sidebar.root.getByRole('link', { name: 'All organizations' }).click();
  await expect(far).toBeInViewport();
});
