import { createInvite, getInvite, revokeInvite } from '#contract/invite';
import { signIn as signInByApi } from '../support/api-client.ts';
import { expect, expectAccessible, test } from './fixtures.ts';

const fiveDays = 5.5 * 24 * 60 * 60 * 1000;

test('acts on a mixed selection across organizations at once, and says what failed', async ({
  app,
  backend,
  mailbox,
  owner,
  team,
  world,
}) => {
  const calm = await world.organization({ owner: team.owner, name: 'Calm Studio' });
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
  await world.age(late.id, fiveDays);
  await world.age(gone.id, fiveDays);

  const staff = await world.person({ staff: true });
  await app.signIn.signIn({ server: backend.url, ...staff });
  const { page, sidebar, organization } = app;
  await sidebar.root.getByRole('link', { name: 'Inbox' }).click();
  const rows = page.getByRole('table', { name: 'Inbox' }).getByRole('row');
  await expect(rows.filter({ hasText: 'refused@x.test' })).toContainText('mailbox unavailable');
  await expect(rows.filter({ hasText: 'late@x.test' })).toContainText('Expires in');
  await expect(rows).toHaveCount(4);
  for (const theme of ['Light', 'Dark'] as const) {
    await sidebar.theme(theme).check();
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
  const report = page.getByRole('region', { name: 'Resend selected' });
  await expect(report.getByRole('status')).toHaveText('Resend selected: 2 of 3 invites done, 1 failed.');
  await expect(report.getByRole('listitem')).toHaveText(
    /gone@x.test \(Calm Studio\) This invite is not open/,
  );
  await expectAccessible(page);
  const { client } = await signInByApi(backend.url, staff);
  for (const { id } of [refused, late]) {
    const invite = await client.call(getInvite, { params: { ...acme, inviteId: id } });
    expect(invite.sendCount).toBe(2);
  }
  await report.getByRole('button', { name: 'Close' }).click();
  await expect(report).toBeHidden();
  await expect(organization.connection).toHaveText('');
});

test('what was dealt with goes by itself, and a single one can be revoked', async ({
  signedIn,
  team,
  owner,
  world,
}) => {
  await world.organization({ owner: team.owner, name: 'Calm Studio' });
  const params = { organizationId: team.organizationId };
  const made = await Promise.all(
    ['one@x.test', 'two@x.test'].map((email) =>
      owner.call(createInvite, { params, body: { email, role: 'agent' } }),
    ),
  );
  for (const { id } of made) await world.age(id, fiveDays);
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
  await expect(page.getByText('Nothing wants a look.')).toBeVisible();
});
