import { createInvite, getInvite, revokeInvite } from '#contract/invite/api';
import { signIn as signInByApi } from '../helpers/api-client.ts';
import { chooseTheme } from '../helpers/electron-app.ts';
import { expect, expectAccessible, test } from './fixtures.ts';
import { WorkTray } from './screens/work-tray.ts';

const fiveDays = 5.5 * 24 * 60 * 60 * 1000;

test('acts on a mixed selection across organizations at once, and says what failed', async ({
  app,
  backend,
  mailbox,
  owner,
  team,
  testData,
}) => {
  const calm = await testData.organization({ owner: team.owner, name: 'Calm Studio' });
  mailbox.refuse('refused@x.test', { code: 550, message: 'mailbox unavailable' });
  const acme = { organizationId: team.organizationId };
  const refused = await owner.call(createInvite, {
    params: acme,
    body: { email: 'refused@x.test', role: 'agent' },
  });
  const late = await owner.call(createInvite, {
    params: acme,
    body: { email: 'late@x.test', role: 'agent' },
  });
  const gone = await owner.call(createInvite, {
    params: { organizationId: calm.organizationId },
    body: { email: 'gone@x.test', role: 'agent' },
  });
  await testData.age(late.id, fiveDays);
  await testData.age(gone.id, fiveDays);

  const staff = await testData.person({ staff: true });
  await app.signIn.signIn({ server: backend.url, ...staff });
  const { electron, page, sidebar, organization } = app;
  await sidebar.root.getByRole('link', { name: 'Inbox' }).click();
  const rows = page.getByRole('table', { name: 'Inbox' }).getByRole('row');
  await expect(rows.filter({ hasText: 'refused@x.test' })).toContainText('mailbox unavailable');
  await expect(rows.filter({ hasText: 'late@x.test' })).toContainText('Expires in');
  await expect(rows).toHaveCount(4);
  // What was in view is read; the reason is named as in the filter.
  await expect(sidebar.link('Inbox')).toHaveText('Inbox');
  await expect(rows.filter({ hasText: 'refused@x.test' })).toContainText('Delivery failed');
  await page.getByRole('combobox', { name: 'Show' }).selectOption('Delivery failed');
  await expect(rows).toHaveCount(2);
  await page.getByRole('combobox', { name: 'Show' }).selectOption('Everything');
  await expect(rows).toHaveCount(4);
  for (const theme of ['Light', 'Dark'] as const) {
    await chooseTheme(electron, theme);
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', theme.toLowerCase());
    await expectAccessible(page);
  }

  // Somebody else is quicker with one of them, and this window has not heard of it yet.
  await page.getByRole('checkbox', { name: 'Select all shown' }).press('Space');
  await expect(page.getByText('3 selected')).toBeVisible();
  await app.electron.evaluate(({ ipcMain }) => {
    ipcMain.removeHandler('inbox.list');
    ipcMain.handle('inbox.list', () => new Promise(() => undefined));
  });
  await owner.call(revokeInvite, { params: { organizationId: calm.organizationId, inviteId: gone.id } });
  await page.getByRole('button', { name: 'Resend selected' }).press('Enter');
  const tray = new WorkTray(page);
  await expect(tray.status('Resend selected')).toHaveText('2 of 3 invites resent, 1 failed');
  await tray.button('Resend selected', 'Details').click();
  const report = tray.report('Invites resent');
  await expect(report.getByRole('row').filter({ hasText: 'gone@x.test (Calm Studio)' })).toContainText(
    'This invite is no longer open',
  );
  await expectAccessible(page);
  const { client } = await signInByApi(backend.url, staff);
  for (const { id } of [refused, late]) {
    const invite = await client.call(getInvite, { params: { ...acme, inviteId: id } });
    expect(invite.sendCount).toBe(2);
  }
  await report.getByRole('button', { name: 'Done' }).click();
  await expect(report).toBeHidden();
  await expect(tray.root).toBeHidden();
  await expect(organization.connection).toHaveText('');
});

test('what was dealt with goes by itself, and a single one can be revoked', async ({
  signedIn,
  team,
  owner,
  testData,
}) => {
  await testData.organization({ owner: team.owner, name: 'Calm Studio' });
  const params = { organizationId: team.organizationId };
  const made = await Promise.all(
    ['one@x.test', 'two@x.test'].map((email) =>
      owner.call(createInvite, { params, body: { email, role: 'agent' } }),
    ),
  );
  for (const { id } of made) await testData.age(id, fiveDays);
  const { page, sidebar, organization } = await signedIn(team.owner);
  await expect(sidebar.root.getByRole('link', { name: 'Inbox' })).toContainText('2');
  await sidebar.root.getByRole('link', { name: 'Inbox' }).click();
  await organization.row('one@x.test').getByRole('button', { name: 'Revoke' }).click();
  await organization
    .dialog('Revoke the invite to one@x.test?')
    .getByRole('button', { name: 'Revoke' })
    .click();
  await expect(organization.row('one@x.test')).toBeHidden();
  await organization.row('two@x.test').getByRole('button', { name: 'Resend' }).click();
  await expect(page.getByText('You’re all caught up.')).toBeVisible();
});
