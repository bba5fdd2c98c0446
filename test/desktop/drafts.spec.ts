import type { Locator } from '@playwright/test';
import { createInvite } from '#contract/invite/api';
import { openDeepLink } from '../helpers/electron-app.ts';
import type { App } from './app.ts';
import { expect, test } from './fixtures.ts';
import { SettingsScreen } from './screens/settings-screen.ts';

/** A dialog with a field in which something is typed. */
interface Form {
  name: string;
  open: (app: App) => Promise<void>;
  field: (app: App) => Locator;
}

const forms: Form[] = [
  {
    name: 'Edit organization',
    async open({ page, sidebar }) {
      await sidebar.organization.click();
      await page.getByRole('button', { name: 'Organization actions' }).click();
      await page.getByRole('menuitem', { name: 'Edit organization…' }).click();
    },
    field: ({ organization }) =>
      organization.dialog('Edit Acme Support').getByRole('textbox', { name: 'Description' }),
  },
  {
    name: 'Swap seat',
    async open({ organization, sidebar }) {
      await sidebar.organization.click();
      await organization.choose('ines@x.test', 'Swap seat…');
    },
    field: ({ organization }) =>
      organization.dialog('Give this seat to someone else').getByRole('textbox', { name: 'Email' }),
  },
  {
    name: 'New organization',
    async open({ page, sidebar }) {
      await sidebar.switcher.click();
      await page.getByRole('button', { name: 'New organization…' }).click();
    },
    field: ({ organization }) =>
      organization.dialog('New organization').getByRole('textbox', { name: 'Name' }),
  },
  {
    name: 'New API key',
    async open({ page }) {
      const settings = new SettingsScreen(page);
      await settings.open();
      await settings.section('API keys').getByRole('button', { name: 'New key' }).click();
    },
    field: ({ organization }) => organization.dialog('New API key').getByRole('textbox', { name: 'Name' }),
  },
];

for (const { name, open, field } of forms) {
  test(`${name}: what was typed survives a deep link, a session that ended and a reload`, async ({
    signedIn,
    team,
    owner,
    testData,
  }) => {
    const params = { organizationId: team.organizationId };
    await owner.call(createInvite, { params, body: { email: 'ines@x.test', role: 'agent' } });
    const beta = await testData.organization({ owner: team.owner, name: 'Beta Support' });
    const app = await signedIn(team.owner);
    const { page, electron, sidebar, signIn } = app;
    await open(app);
    await field(app).fill('typed so far');
    await openDeepLink(electron, `fastlinkit://organizations/${beta.organizationId}`);
    await expect(
      page.getByRole('heading', { level: 1, name: 'Beta Support', includeHidden: true }),
    ).toBeAttached();
    if (await field(app).isHidden()) {
      await sidebar.switchTo('Acme Support');
      await expect(page.getByRole('heading', { level: 1, name: 'Acme Support' })).toBeVisible();
      await open(app);
    }
    await expect(field(app)).toHaveValue('typed so far');

    await testData.database.pool.query('delete from sessions');
    // Whatever is asked of the server next finds out.
    await page.evaluate(() => window.fastlinkit.session.list());
    await expect(signIn.password).toBeVisible();
    await signIn.password.fill(team.owner.password);
    await signIn.submit.click();
    await expect(sidebar.root).toBeAttached();
    if (await field(app).isHidden()) await open(app);
    await expect(field(app)).toHaveValue('typed so far');

    // Nor does a reload take it.
    await page.evaluate(() => window.fastlinkit.window.reload());
    await expect(field(app)).toBeHidden();
    await expect(sidebar.root).toBeVisible();
    await open(app);
    await expect(field(app)).toHaveValue('typed so far');

    // What is given up is gone.
    await page.keyboard.press('Escape');
    await expect(field(app)).toBeHidden();
    await open(app);
    await expect(field(app)).not.toHaveValue('typed so far');
  });
}

test('New API key: a password that was typed is not kept with the rest', async ({ signedIn, team }) => {
  const { page, organization, sidebar } = await signedIn(team.owner);
  const settings = new SettingsScreen(page);
  const dialog = organization.dialog('New API key');
  const open = async (): Promise<void> => {
    await settings.open();
    await settings.section('API keys').getByRole('button', { name: 'New key' }).click();
  };
  await open();
  await dialog.getByRole('textbox', { name: 'Name' }).fill('typed so far');
  await dialog.getByLabel('Password').fill(team.owner.password);
  await page.evaluate(() => window.fastlinkit.window.reload());
  await expect(dialog).toBeHidden();
  await expect(sidebar.root).toBeVisible();
  await open();
  await expect(dialog.getByRole('textbox', { name: 'Name' })).toHaveValue('typed so far');
  await expect(dialog.getByLabel('Password')).toHaveValue('');
  const drafts = await page.evaluate(() => window.fastlinkit.draft.load());
  expect(JSON.stringify(drafts)).not.toContain(team.owner.password);
});
