import type { Page } from '@playwright/test';
import { clickMenuItem } from '../helpers/electron-app.ts';
import { expect, test } from './fixtures.ts';
import type { App } from './app.ts';

const openOrganization = (page: Page, organizationId: string) =>
  page.evaluate(
    (organizationId) => window.fastlinkit.window.openOrganization({ organizationId }),
    organizationId,
  );

/** A window of the organization's own, opened from the first one. */
async function openedWindow({ electron, page }: App, organizationId: string): Promise<Page> {
  const opening = electron.waitForEvent('window');
  await openOrganization(page, organizationId);
  return opening;
}

const menuItem = ({ electron }: App, label: string) =>
  electron.evaluate(({ Menu }, label) => {
    const item = Menu.getApplicationMenu()
      ?.items.flatMap(({ submenu }) => submenu?.items ?? [])
      .find((item) => item.label === label);
    return { enabled: item?.enabled, accelerator: item?.accelerator };
  }, label);

test('an organization opens in one window of its own, where it was last', async ({ signedIn, team }) => {
  const app = await signedIn(team.owner);
  const { electron, page } = app;
  const own = await openedWindow(app, team.organizationId);
  await expect(own.getByRole('heading', { level: 1, name: 'Acme Support' })).toBeVisible();
  const windows = () => electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
  await openOrganization(page, team.organizationId);
  expect(await windows()).toBe(2);

  const moved = { x: 120, y: 90, width: 1000, height: 640 };
  const bounds = () =>
    electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()
        .toSorted((a, b) => b.id - a.id)[0]
        ?.getBounds(),
    );
  await electron.evaluate(({ BrowserWindow }, moved) => {
    const [newest] = BrowserWindow.getAllWindows().toSorted((a, b) => b.id - a.id);
    newest?.setBounds(moved);
  }, moved);
  await expect.poll(bounds).toEqual(moved);
  const closed = own.waitForEvent('close');
  await electron.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()
      .toSorted((a, b) => b.id - a.id)[0]
      ?.close();
  });
  await closed;
  expect(await windows()).toBe(1);
  await openedWindow(app, team.organizationId);
  expect(await bounds()).toEqual(moved);
});

test('a preference changed in one window applies to all', async ({ signedIn, team }) => {
  const app = await signedIn(team.owner);
  const own = await openedWindow(app, team.organizationId);
  await own.evaluate(() => {
    const heard: unknown[] = [];
    Object.assign(globalThis, { heard });
    window.fastlinkit.preferences.onChange((preferences) => heard.push(preferences));
  });
  const notifications = { accepted: true, declined: false, failed: true };
  const set = await app.page.evaluate(
    (notifications) => window.fastlinkit.preferences.set({ notifications }),
    notifications,
  );
  const preferences = { notifications, dateFormat: 'system' };
  expect(set).toEqual({ ok: true, value: preferences });
  await expect
    .poll(() => own.evaluate(() => (globalThis as unknown as { heard: unknown[] }).heard))
    .toEqual([preferences]);

  await app.sidebar.signOut.click();
  await expect(own.getByLabel('Password')).toBeVisible();
});

test('preferences survive a restart', async ({ launch }) => {
  const first = await launch();
  await first.page.evaluate(() => window.fastlinkit.preferences.set({ dateFormat: 'iso' }));
  await first.close();
  const second = await launch();
  const current = await second.page.evaluate(() => window.fastlinkit.preferences.current());
  expect(current).toEqual({
    ok: true,
    value: { notifications: { accepted: true, declined: true, failed: true }, dateFormat: 'iso' },
  });
});

test('the menu enables its commands after sign-in and sends them to the window in front', async ({
  app,
  backend,
  team,
}) => {
  expect(await menuItem(app, 'Find')).toEqual({ enabled: false, accelerator: 'CommandOrControl+F' });
  await app.signIn.signIn({ server: backend.url, ...team.owner });
  await expect(app.page.getByRole('heading', { level: 1, name: 'Acme Support' })).toBeVisible();
  expect(await menuItem(app, 'Command Palette…')).toEqual({
    enabled: true,
    accelerator: 'CommandOrControl+K',
  });
  await app.page.evaluate(() => {
    const heard: unknown[] = [];
    Object.assign(globalThis, { heard });
    window.fastlinkit.window.onCommand((command) => heard.push(command));
  });
  await clickMenuItem(app.electron, 'Keyboard Shortcuts');
  await clickMenuItem(app.electron, 'Settings…');
  await expect
    .poll(() => app.page.evaluate(() => (globalThis as unknown as { heard: unknown[] }).heard))
    .toEqual(['shortcuts', 'settings']);
});

test('the menu invites from any screen, and signs out', async ({ signedIn, team }) => {
  const app = await signedIn(team.admin);
  const { page, sidebar, organization, signIn } = app;
  await sidebar.root.getByRole('link', { name: 'Settings' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
  await clickMenuItem(app.electron, 'Invite Member…');
  await expect(organization.email).toBeFocused();
  await sidebar.root.getByRole('link', { name: 'Activity' }).click();
  await expect(organization.email).toBeHidden();
  await clickMenuItem(app.electron, 'Invite Many…');
  await expect(page.getByRole('dialog').getByRole('textbox', { name: 'Addresses' })).toBeFocused();
  await page.keyboard.press('Escape');
  await clickMenuItem(app.electron, 'Sign Out');
  await expect(signIn.password).toBeVisible();
});

test('the menu’s invite command says why the user can’t invite', async ({ signedIn, team }) => {
  const app = await signedIn(team.agent);
  await clickMenuItem(app.electron, 'Invite Member…');
  await expect(app.page.getByRole('alert')).toContainText('You can’t invite people to this organization.');
});

test('the app icon shows how many things need attention, until sign-out', async ({ signedIn, team }) => {
  const { electron, page, sidebar, signIn } = await signedIn(team.owner);
  await electron.evaluate(({ app }) => {
    const shown: number[] = [];
    Object.assign(globalThis, { shownBadges: shown });
    app.setBadgeCount = (count = 0) => shown.push(count) > 0;
  });
  const shown = () =>
    electron.evaluate(() => (globalThis as unknown as { shownBadges: number[] }).shownBadges);
  await page.evaluate(() => window.fastlinkit.window.setBadge({ count: 41 }));
  expect(await shown()).toContain(41);
  await sidebar.signOut.click();
  await expect(signIn.password).toBeVisible();
  expect((await shown()).at(-1)).toBe(0);
});

test('a window is shown after a time limit even if its renderer never renders', async ({
  signedIn,
  team,
}) => {
  const { electron, page } = await signedIn(team.owner);
  await electron.evaluate(({ protocol }) => protocol.unregisterProtocol('app'));
  await openOrganization(page, team.organizationId);
  const areVisible = () =>
    electron.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((window) => window.isVisible()),
    );
  await expect.poll(areVisible).toEqual([true, true]);
});
