import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInvite } from '#contract/invite/api';
import { listActivity } from '#contract/activity/api';
import type { App } from './app.ts';
import { expect, test } from './fixtures.ts';

// What the profile keeps is looked at.
test.use({ ownApp: true });

/** All that the window keeps by itself. */
const storedBy = ({ page }: App) =>
  page.evaluate(() =>
    JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), location.href]),
  );

test(
  'the next person begins at their own first screen and finds nothing of the one before',
  { tag: '@guard:next-person' },
  async ({ signedIn, backend, team, owner, testData, profile }) => {
    const params = { organizationId: team.organizationId };
    await owner.call(createInvite, { params, body: { email: 'ines@x.test', role: 'agent' } });
    const app = await signedIn(team.owner);
    const { page, electron, organization, sidebar, signIn } = app;
    const ownWindow = electron.waitForEvent('window');
    await page.evaluate(
      (id) => window.fastlinkit.window.openOrganization({ organizationId: id }),
      team.organizationId,
    );
    const other = await ownWindow;
    await expect(other.getByRole('heading', { level: 1, name: 'Acme Support' })).toBeVisible();
    await page.getByRole('combobox', { name: 'Show', exact: true }).selectOption('All invites');
    await organization.email.fill('draft@x.test');
    await organization.tab('Members').click();
    await page.getByRole('searchbox', { name: 'Search members' }).fill('agnes');
    await sidebar.link('Activity').click();
    await expect(page.getByRole('heading', { level: 1, name: 'Activity' })).toBeVisible();

    await sidebar.signOut.click();
    const staff = await testData.person({ staff: true, firstName: 'Stella', lastName: 'Staff' });
    await signIn.signIn({ server: backend.url, ...staff });
    // Both windows are hers now: none stays at an organization that she has not chosen.
    for (const window of [page, other]) {
      await expect(window.getByRole('heading', { level: 1, name: 'All organizations' })).toBeVisible();
    }
    expect(await storedBy(app)).not.toContain(team.organizationId);
    expect(await storedBy(app)).not.toContain(team.owner.id);
    expect(readFileSync(join(profile, 'preferences.json'), 'utf8')).not.toContain(team.organizationId);
    await page.keyboard.press('Alt+ArrowLeft');
    await expect(page.getByRole('heading', { level: 1, name: 'All organizations' })).toBeVisible();
    const { items } = await owner.call(listActivity, { params, query: { type: 'organization.opened' } });
    expect(items).toEqual([]);

    // What she chooses herself is as it is at first.
    await page.getByRole('link', { name: 'Acme Support' }).click();
    await expect(organization.tab('Pending invites')).toHaveAttribute('aria-selected', 'true');
    await expect(page.getByRole('combobox', { name: 'Show', exact: true })).toHaveValue('open');
    await expect(organization.email).toHaveValue('');
    await organization.tab('Members').click();
    await expect(page.getByRole('searchbox', { name: 'Search members' })).toHaveValue('');
  },
);

test('who signs in again is where they were, with what they typed', async ({ signedIn, backend, team }) => {
  const { page, organization, sidebar, signIn } = await signedIn(team.owner);
  await organization.email.fill('draft@x.test');
  await organization.tab('Members').click();
  await page.getByRole('combobox', { name: 'Filter by role' }).selectOption('Agents');
  await sidebar.signOut.click();
  await signIn.signIn({ server: backend.url, ...team.owner });
  await expect(organization.tab('Members')).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('combobox', { name: 'Filter by role' })).toHaveValue('agent');
  await expect(organization.email).toHaveValue('draft@x.test');
});

test('another person finds nothing after a restart either', async ({ launch, backend, team }) => {
  const first = await launch();
  await first.signIn.signIn({ server: backend.url, ...team.owner });
  await first.organization.tab('Members').click();
  await first.page.getByRole('combobox', { name: 'Filter by role' }).selectOption('Agents');
  await first.close();
  const second = await launch();
  await second.signIn.signIn({ server: backend.url, ...team.admin });
  await expect(second.page.getByRole('heading', { level: 1, name: 'Acme Support' })).toBeVisible();
  expect(await storedBy(second)).not.toContain(team.owner.id);
  await second.organization.tab('Members').click();
  await expect(second.page.getByRole('combobox', { name: 'Filter by role' })).toHaveValue('all');
});
