import type { Page } from '@playwright/test';
import { createInvite } from '#contract/invite/api';
import { clickMenuItem } from '../helpers/electron-app.ts';
import { signIn as signInByApi } from '../helpers/api-client.ts';
import { expect, test } from './fixtures.ts';
import { InviteManyDialog } from './screens/invite-many-dialog.ts';
import { SettingsScreen } from './screens/settings-screen.ts';

const shortcuts = ['Control+k', 'Control+,', 'Control+f', 'Alt+ArrowLeft', '?'];

test('shortcuts stay inside an open dialog', async ({ signedIn, team, owner }) => {
  const params = { organizationId: team.organizationId };
  await owner.call(createInvite, { params, body: { email: 'ines@x.test', role: 'agent' } });
  const { page, electron, organization } = await signedIn(team.owner);
  const many = new InviteManyDialog(page);
  const dialogs: [name: string | RegExp, open: () => Promise<void>][] = [
    ['ines@x.test', () => organization.choose('ines@x.test', 'Details')],
    ['Give this seat to someone else', () => organization.choose('ines@x.test', 'Swap seat…')],
    [
      /Revoke the invite/,
      () => organization.row('ines@x.test').getByRole('button', { name: 'Revoke' }).click(),
    ],
    [/nvite/, () => many.open.click()],
  ];
  for (const [name, open] of dialogs) {
    await open();
    const dialog = organization.dialog(name);
    await expect(dialog.locator(':focus')).toHaveCount(1);
    for (const keys of shortcuts) await page.keyboard.press(keys);
    for (const label of ['Settings…', 'Command Palette…', 'Invite Member…'])
      await clickMenuItem(electron, label);
    await expect(page.getByRole('dialog')).toHaveCount(1);
    await expect(dialog.locator(':focus')).toHaveCount(1);
    expect(page.url()).not.toContain('settings');
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
  }
  await page.keyboard.press('Control+,');
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
});

test('Escape in an input method keeps the text of a search', async ({ signedIn, team }) => {
  const { page } = await signedIn(team.owner);
  const search = page.getByRole('searchbox', { name: 'Search invites' });
  await search.fill('acme ');
  const input = await page.context().newCDPSession(page);
  await input.send('Input.imeSetComposition', { text: 'かな', selectionStart: 2, selectionEnd: 2 });
  await expect(search).toHaveValue('acme かな');
  await page.keyboard.press('Escape');
  await expect(search).toHaveValue(/^acme /);
  await input.send('Input.insertText', { text: '' });
  await input.detach();
  await search.fill('acme');
  await page.keyboard.press('Escape');
  await expect(search).toHaveValue('');
});

/** What has the focus, as the row that it is in. */
const focusedRow = (page: Page) =>
  page.evaluate(() => document.activeElement?.closest('[role=row], li')?.textContent ?? '');

test('the arrow keys move in every list', async ({ signedIn, team, owner, testData, backend }) => {
  const params = { organizationId: team.organizationId };
  for (const email of ['ada@x.test', 'bob@x.test']) {
    await owner.call(createInvite, { params, body: { email, role: 'agent' } });
  }
  await testData.organization({ owner: team.owner, name: 'Beta Support' });
  await signInByApi(backend.url, team.owner);
  const { page, organization, sidebar } = await signedIn(team.owner);

  const fromSearch = async (name: string, rows: readonly (string | RegExp)[]): Promise<void> => {
    await page.getByRole('searchbox', { name }).focus();
    for (const row of rows) {
      await page.keyboard.press('ArrowDown');
      expect(await focusedRow(page)).toMatch(row);
    }
    for (const row of rows.slice(0, -1).toReversed()) {
      await page.keyboard.press('ArrowUp');
      expect(await focusedRow(page)).toMatch(row);
    }
  };
  await expect(organization.row('ada@x.test')).toBeVisible();
  await fromSearch('Search invites', ['bob@x.test', 'ada@x.test']);
  await organization.tab('Members').click();
  // The owner's row has no control: it takes the focus itself.
  await expect(organization.row('Olga Owner')).toBeVisible();
  await fromSearch('Search members', ['Adam Admin', 'Agnes Agent', 'Olga Owner']);
  await sidebar.link('Activity').click();
  await expect(organization.row('ada@x.test')).toBeVisible();
  await fromSearch('Search activity', ['bob@x.test', 'ada@x.test']);
  await sidebar.link('All organizations').click();
  await expect(organization.row('Beta Support')).toBeVisible();
  await page.getByRole('columnheader', { name: 'Name' }).getByRole('button').click();
  await expect(page.getByRole('columnheader', { name: 'Name' })).toHaveAttribute('aria-sort', 'ascending');
  await expect(page.getByRole('row').nth(1)).toContainText('Acme Support');
  await fromSearch('Search organizations', ['Acme Support', 'Beta Support']);

  const settings = new SettingsScreen(page);
  await settings.open();
  await expect(settings.sessions).toHaveCount(3);
  await settings.sessions.nth(1).getByRole('button').focus();
  await page.keyboard.press('ArrowDown');
  await expect(settings.sessions.nth(2).locator(':focus')).toHaveCount(1);
  // This session cannot be ended here: its row has no button.
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await expect(settings.sessions.first()).toBeFocused();
});

test('goes back and forward by keys, mouse and menu, and finds each list as it was', async ({
  signedIn,
  team,
  owner,
  testData,
}) => {
  const params = { organizationId: team.organizationId };
  await owner.call(createInvite, { params, body: { email: 'ines@x.test', role: 'agent' } });
  for (let index = 10; index < 60; index += 1) {
    await testData.organization({ owner: team.owner, name: `Number ${index}` });
  }
  const { page, electron, organization, sidebar } = await signedIn(team.owner);
  const heading = (name: string) => page.getByRole('heading', { level: 1, name });
  const searchMembers = page.getByRole('searchbox', { name: 'Search members' });
  await organization.tab('Members').click();
  await searchMembers.fill('agnes');
  await expect(organization.row('Adam Admin')).toBeHidden();
  await sidebar.link('All organizations').click();
  await page.getByRole('searchbox', { name: 'Search organizations' }).fill('number');
  await page.getByRole('columnheader', { name: 'Name' }).getByRole('button').click();
  await expect(page.getByRole('columnheader', { name: 'Name' })).toHaveAttribute('aria-sort', 'ascending');
  await page.getByRole('table', { name: 'Organizations' }).hover();
  await page.mouse.wheel(0, 1200);
  const far = page.getByRole('link', { name: 'Number 40' });
  await expect(far).toBeInViewport({ ratio: 1 });
  await far.press('Enter');
  await expect(heading('Number 40')).toBeVisible();

  await page.keyboard.press('Alt+ArrowLeft');
  await expect(heading('All organizations')).toBeVisible();
  await expect(page.getByRole('searchbox', { name: 'Search organizations' })).toHaveValue('number');
  await expect(far).toBeInViewport();
  await clickMenuItem(electron, 'Back');
  await expect(searchMembers).toHaveValue('agnes');
  await expect(organization.row('Agnes Agent')).toBeVisible();
  await expect(organization.row('Adam Admin')).toBeHidden();

  const mouse = await page.context().newCDPSession(page);
  const press = async (button: 'back' | 'forward'): Promise<void> => {
    for (const type of ['mousePressed', 'mouseReleased'] as const) {
      await mouse.send('Input.dispatchMouseEvent', { type, x: 600, y: 300, button, clickCount: 1 });
    }
  };
  await press('back');
  // One screen, not two: the tab before.
  await expect(organization.tab('Pending invites')).toHaveAttribute('aria-selected', 'true');
  await expect(organization.row('ines@x.test')).toBeVisible();
  await press('forward');
  await expect(organization.tab('Members')).toHaveAttribute('aria-selected', 'true');
  await mouse.detach();
  await page.keyboard.press('Alt+ArrowRight');
  await expect(heading('All organizations')).toBeVisible();
  await clickMenuItem(electron, 'Forward');
  await expect(heading('Number 40')).toBeVisible();
});
