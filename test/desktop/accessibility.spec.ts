import type { Locator } from '@playwright/test';
import { createInvite } from '#contract/invite/api';
import { chooseTheme } from '../helpers/electron-app.ts';
import type { App } from './app.ts';
import { expect, expectAccessible, test } from './fixtures.ts';

const themes = ['Light', 'Dark'] as const;

/** Looks at the window in both themes. */
async function expectAccessibleInBothThemes({ electron, page }: App): Promise<void> {
  for (const theme of themes) {
    await chooseTheme(electron, theme);
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', theme.toLowerCase());
    await expectAccessible(page);
  }
}

test('the sign-in screen, with its errors', async ({ app }) => {
  await expect(app.signIn.submit).toBeVisible();
  await expectAccessible(app.page);
  await app.signIn.submit.click();
  await expect(app.signIn.email).toHaveAccessibleDescription(/Enter/);
  await expectAccessible(app.page);
  await app.electron.evaluate(({ nativeTheme }) => {
    nativeTheme.themeSource = 'dark';
  });
  await expect(app.page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await expectAccessible(app.page);
});

test('the organization: full, with open and expired invites', async ({ signedIn, team, owner, testData }) => {
  const params = { organizationId: team.organizationId };
  await testData.setSeats(team.organizationId, 6);
  for (const [index, email] of ['one@x.test', 'two@x.test', 'three@x.test'].entries()) {
    const { id } = await owner.call(createInvite, { params, body: { email, role: 'agent' } });
    await testData.age(id, index * 4 * 24 * 60 * 60 * 1000);
  }
  await owner.call(createInvite, { params, body: { email: 'four@x.test', role: 'admin' } });
  const { id } = await owner
    .call(createInvite, { params, body: { email: 'five@x.test', role: 'admin' } })
    .catch(() => ({ id: '' }));
  expect(id).toBe('');
  const app = await signedIn(team.owner);
  await expect(app.organization.form.getByRole('alert')).toBeVisible();
  await expectAccessibleInBothThemes(app);
});

test('the dialogs, the menu and the switcher', async ({ signedIn, team, owner }) => {
  const params = { organizationId: team.organizationId };
  await owner.call(createInvite, { params, body: { email: 'one@x.test', role: 'agent' } });
  const { page, sidebar, organization } = await signedIn(team.owner);

  await organization.row('one@x.test').getByRole('button', { name: 'Revoke' }).click();
  await expect(organization.dialog(/Revoke the invite/)).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');

  await organization.row('one@x.test').getByRole('button', { name: 'More actions' }).click();
  await expect(page.getByRole('menuitem', { name: 'Copy link' })).toBeVisible();
  await expectAccessible(page, { popup: true });
  await page.keyboard.press('Escape');

  await sidebar.switcher.click();
  await expect(page.getByRole('option', { name: 'Acme Support' })).toBeVisible();
  await expectAccessible(page, { popup: true });
});

test('the members', async ({ signedIn, team }) => {
  const app = await signedIn(team.owner);
  await app.organization.tab('Members').click();
  await expect(app.organization.row('Agnes Agent')).toBeVisible();
  await expectAccessibleInBothThemes(app);
});

test('what an agent sees, and the bar when the server is gone', async ({ signedIn, team, backend }) => {
  const app = await signedIn(team.agent);
  await expect(app.page.getByRole('region', { name: 'Your membership' })).toBeVisible();
  await expectAccessibleInBothThemes(app);
  backend.signal('SIGKILL');
  await expect(app.organization.connection).toContainText('Rejoin failed');
  await expectAccessibleInBothThemes(app);
});

test('with forced colours, what is chosen and what is used can be told apart', async ({
  signedIn,
  team,
  owner,
}) => {
  const params = { organizationId: team.organizationId };
  await owner.call(createInvite, { params, body: { email: 'one@x.test', role: 'agent' } });
  const { page, organization, sidebar } = await signedIn(team.owner);
  await page.emulateMedia({ forcedColors: 'active' });
  const background = (locator: Locator) =>
    locator.evaluate((element) => {
      const { backgroundColor, backgroundImage } = getComputedStyle(element);
      return `${backgroundColor} ${backgroundImage}`;
    });
  const differ = async (...locators: Locator[]): Promise<void> => {
    const found = await Promise.all(locators.map(background));
    expect(new Set(found).size, found.join(', ')).toBe(locators.length);
  };

  const bar = organization.seats.locator('div:has(> span + span)').last();
  await differ(bar, bar.locator('span').first(), bar.locator('span').last());
  await differ(organization.tab('Pending invites'), organization.tab('Members'));
  await differ(sidebar.organization, sidebar.link('Settings'));
  await expectAccessible(page);

  await organization.row('one@x.test').getByRole('button', { name: 'More actions' }).press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Copy link' })).toBeFocused();
  await differ(
    page.getByRole('menuitem', { name: 'Copy link' }),
    page.getByRole('menuitem', { name: 'Details' }),
  );
  await page.keyboard.press('Escape');
  await organization.row('one@x.test').getByRole('button', { name: 'Revoke' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  expect(await dialog.evaluate((element) => getComputedStyle(element).borderTopStyle)).toBe('solid');
  await page.keyboard.press('Escape');

  await sidebar.link('Settings').click();
  const themeOf = (name: 'Light' | 'System') =>
    page
      .getByRole('region', { name: 'Theme', exact: true })
      .locator('label', { has: page.getByRole('radio', { name }) });
  await differ(themeOf('System'), themeOf('Light'));
  const trackOf = (name: string) =>
    page.getByRole('switch', { name }).locator('xpath=following-sibling::*[1]');
  await page.getByRole('switch', { name: 'Invite declined' }).press('Space');
  await differ(trackOf('Invite accepted'), trackOf('Invite declined'));
});
