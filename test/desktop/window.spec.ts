import type { ElectronApplication } from '@playwright/test';
import { listOrganizations } from '#contract/organization/api';
import { signIn as signInByApi } from '../helpers/api-client.ts';
import { chooseTheme } from '../helpers/electron-app.ts';
import { expect, test } from './fixtures.ts';
import { SettingsScreen } from './screens/settings-screen.ts';

const boundsOf = (electron: ElectronApplication) =>
  electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());

test('keeps the theme and the place of the window', async ({ launch, backend, team }) => {
  const app = await launch();
  await app.signIn.signIn({ server: backend.url, ...team.owner });
  await expect(app.page.getByRole('heading', { level: 1, name: 'Acme Support' })).toBeVisible();
  await chooseTheme(app.electron, 'Dark');
  await expect(app.page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await app.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setBounds({ x: 40, y: 60, width: 900, height: 620 }),
  );
  await expect.poll(() => boundsOf(app.electron)).toMatchObject({ width: 900, height: 620 });
  await app.close();

  const again = await launch();
  expect(await boundsOf(again.electron)).toMatchObject({ x: 40, y: 60, width: 900, height: 620 });
  await expect(again.page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await expect(again.signIn.server).toHaveValue(backend.url);
  await expect(again.signIn.email).toHaveValue(team.owner.email);
});

test('follows the theme of the system until one is chosen', async ({ signedIn, team }) => {
  const { electron, page } = await signedIn(team.owner);
  const settings = new SettingsScreen(page);
  await settings.open();
  const theme = (name: string) => settings.section('Theme').getByRole('radio', { name });
  await expect(theme('System')).toBeChecked();
  await theme('Dark').check();
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await chooseTheme(electron, 'Light');
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'light');
  await expect(theme('Light')).toBeChecked();
});

test('goes to another organization by the first letters of its name, and begins there next time', async ({
  signedIn,
  team,
  testData,
}) => {
  await testData.organization({ owner: team.owner, name: 'Globex' });
  const { page, sidebar } = await signedIn(team.owner);
  await sidebar.switchTo('Glob');
  await expect(page.getByRole('heading', { level: 1, name: 'Globex' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: 'Globex' })).toBeVisible();
});

test('the current organization is the one whose activity was looked at last', async ({
  signedIn,
  team,
  testData,
}) => {
  const beta = await testData.organization({ owner: team.owner, name: 'Beta Support' });
  const { page, sidebar } = await signedIn(team.owner);
  await page.evaluate((id) => {
    location.hash = `/organizations/${id}/activity`;
  }, beta.organizationId);
  await expect(page.getByRole('heading', { level: 1, name: 'Activity' })).toBeVisible();
  await sidebar.link('Settings').click();
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
  await expect(sidebar.switcher).toHaveAccessibleName(/^Beta Support/);
  await sidebar.organization.click();
  await expect(page.getByRole('heading', { level: 1, name: 'Beta Support' })).toBeVisible();
});

test('shows support staff any organization', async ({ app, backend, team, testData }) => {
  const staff = await testData.person({ firstName: 'Sam', lastName: 'Support', staff: true });
  await app.signIn.signIn({ server: backend.url, ...staff });
  await expect(app.page.getByRole('heading', { level: 1, name: 'All organizations' })).toBeVisible();
  await app.page.getByRole('link', { name: team.name }).click();
  await expect(app.page.getByRole('heading', { level: 1, name: team.name })).toBeVisible();
  await expect(app.organization.form).toBeVisible();
});

test('stays where one went while home was still looking for an organization', async ({
  app,
  backend,
  team,
  testData,
}) => {
  const { electron, page, signIn } = app;
  const person = await testData.person();
  const { client } = await signInByApi(backend.url, team.owner);
  const value = await client.call(listOrganizations, { query: {} });
  expect(value.items.map(({ id }) => id)).toEqual([team.organizationId]);
  // The person is in no organization as far as the session knows, so home looks for one; the answer names one that has
  // come meanwhile, while home is still in view.
  await electron.evaluate(
    ({ ipcMain }, answer) => {
      ipcMain.removeHandler('organization.list');
      ipcMain.handle('organization.list', async ({ sender }) => {
        await sender.executeJavaScript(`document.querySelector('a[href$="#/settings"]').click()`);
        return answer;
      });
    },
    { ok: true, value },
  );
  await signIn.signIn({ server: backend.url, ...person });
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Password', exact: true })).toBeVisible();
});

test('scrolls a long list, and tells a screen reader how long it is', async ({
  signedIn,
  team,
  testData,
}) => {
  await testData.setSeats(team.organizationId, null);
  await testData.database.pool.query(
    `with people as (
       insert into users (id, email, first_name, last_name, password_hash, staff)
       select gen_random_uuid(), 'm' || n || '@example.test', 'Member', to_char(n, 'FM00000'), 'x', false
       from generate_series(1, 3000) as n returning id, email, first_name, last_name)
     insert into members (id, organization_id, user_id, role, joined_at, first_name, last_name, sort_name, sort_email, search)
     select gen_random_uuid(), $1, id, 'agent', now(), first_name, last_name, lower(first_name || ' ' || last_name), email, ''::tsvector
     from people`,
    [team.organizationId],
  );
  const { page, organization } = await signedIn(team.owner);
  await organization.tab('Members').click();
  await expect(organization.members).toHaveAttribute('aria-rowcount', '3004');
  await expect(organization.row('Member 00010')).toBeVisible();
  expect(await organization.members.getByRole('row').count()).toBeLessThan(60);

  await organization.members.hover();
  await page.mouse.wheel(0, 200_000);
  await expect(organization.row('Olga Owner')).toBeVisible();
  await expect(organization.row('Olga Owner')).toHaveAttribute('aria-rowindex', '3004');
  // Rows that rush past are only text: where the list comes to rest they can be acted on.
  const last = organization.row('Member 03000');
  await expect(last.getByRole('button', { name: /^Role of/ })).toBeVisible();
  const remove = last.getByRole('button', { name: 'Remove' });
  await remove.focus();

  const whileRushing = await organization.members.evaluate(async (table) => {
    const pane = [...document.querySelectorAll('main *, main')].find((one) => one.scrollTop > 0);
    if (!pane) throw new Error('Nothing has been scrolled.');
    const drawn = () => [...table.querySelectorAll('[data-index]:not(:focus-within)')];
    pane.scrollTop = 0;
    while (!drawn().some((row) => row.getAttribute('data-index') === '3'))
      await new Promise((resolve) => requestAnimationFrame(resolve));
    return {
      rows: drawn().length,
      controls: drawn().filter((row) => row.querySelector('select, button')).length,
      text: drawn()[3]?.textContent ?? '',
    };
  });
  expect(whileRushing.rows).toBeGreaterThan(10);
  expect(whileRushing.controls).toBe(0);
  expect(whileRushing.text).toMatch(/^Member 0000\d.*Agent/);
  await expect(remove).toBeFocused();
  await expect(organization.row('Member 00010').getByRole('button', { name: /^Role of/ })).toBeVisible();
});
