import { createInvite, getInvite } from '#contract/invite/api';
import { openFaultyProxy } from '../helpers/faulty-proxy.ts';
import { expect, expectAccessible, test } from './fixtures.ts';

test('goes to an organization, a member and an invite by a few letters', async ({
  signedIn,
  team,
  owner,
  testData,
}) => {
  await testData.organization({ owner: team.owner, name: 'Brim Works' });
  await owner.call(createInvite, {
    params: { organizationId: team.organizationId },
    body: { email: 'waiting@x.test', role: 'agent' },
  });
  const { page, organization } = await signedIn(team.owner);
  const palette = page.getByRole('dialog', { name: 'Command palette' });
  const field = palette.getByRole('combobox');

  await page.keyboard.press('Control+k');
  await expect(field).toBeFocused();
  await expect(palette.getByRole('option', { name: 'Invite a member…' })).toBeVisible();
  await expectAccessible(page, { popup: true });
  await page.keyboard.type('agnes');
  await expect(palette.getByRole('option', { name: 'Agnes Agent' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(palette).toBeHidden();
  await expect(organization.row('Agnes Agent')).toBeVisible();
  await expect(organization.row('Adam Admin')).toBeHidden();

  await page.keyboard.press('Control+k');
  await expect(palette.getByRole('combobox')).toBeFocused();
  await page.keyboard.type('waiting');
  await expect(palette.getByRole('option', { name: /^waiting@x\.test/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(organization.row('waiting@x.test')).toBeVisible();

  await page.keyboard.press('Control+k');
  await expect(palette.getByRole('combobox')).toBeFocused();
  await page.keyboard.type('brim');
  await expect(palette.getByRole('option', { name: 'Brim Works' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Brim Works' })).toBeVisible();
});

test('offers nothing that an earlier search has found and this one does not mean', async ({
  app,
  team,
  backend,
}) => {
  const proxy = await openFaultyProxy(() => Number(new URL(backend.url).port));
  try {
    await app.signIn.signIn({ server: proxy.url, ...team.owner });
    await expect(app.page.getByRole('heading', { level: 1, name: 'Acme Support' })).toBeVisible();
    const palette = app.page.getByRole('dialog', { name: 'Command palette' });
    const offered = (name: string) => palette.getByRole('option', { name });
    await app.page.keyboard.press('Control+k');
    await expect(palette.getByRole('combobox')).toBeFocused();
    await app.page.keyboard.type('a');
    await expect(offered('Acme Support')).toBeVisible();
    await expect(offered('Agnes Agent')).toBeVisible();

    proxy.hold(true);
    await app.page.keyboard.type('gnes');
    await expect(offered('Acme Support')).toBeHidden();
    await expect(offered('Agnes Agent')).toBeVisible();
    await app.page.keyboard.press('Enter');
    await expect(palette).toBeHidden();
    proxy.hold(false);
    await expect(app.organization.row('Agnes Agent')).toBeVisible();
  } finally {
    proxy.hold(false);
    await proxy.close();
  }
});

test('invites, resends and revokes', async ({ signedIn, team, owner }) => {
  const params = { organizationId: team.organizationId };
  const { id } = await owner.call(createInvite, {
    params,
    body: { email: 'waiting@x.test', role: 'agent' },
  });
  const { page, organization } = await signedIn(team.owner);
  const palette = page.getByRole('dialog', { name: 'Command palette' });

  await page.keyboard.press('Control+k');
  await expect(palette.getByRole('combobox')).toBeFocused();
  await page.keyboard.type('invite mem');
  await page.keyboard.press('Enter');
  await expect(palette).toBeHidden();
  await expect(organization.email).toBeFocused();

  await page.keyboard.press('Control+k');
  await expect(palette.getByRole('combobox')).toBeFocused();
  await page.keyboard.type('resend');
  await page.keyboard.press('Enter');
  await expect(palette.getByRole('option', { name: 'waiting@x.test' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(organization.notification('Invite resent to waiting@x.test.')).toBeVisible();
  const inviteParams = { ...params, inviteId: id };
  expect((await owner.call(getInvite, { params: inviteParams })).sendCount).toBe(2);

  await page.keyboard.press('Control+k');
  await expect(palette.getByRole('combobox')).toBeFocused();
  await page.keyboard.type('revoke');
  await page.keyboard.press('Enter');
  await expect(palette.getByRole('option', { name: 'waiting@x.test' })).toBeVisible();
  await page.keyboard.press('Enter');
  const dialog = organization.dialog('Revoke the invite to waiting@x.test?');
  await dialog.getByRole('button', { name: 'Revoke' }).click();
  await expect(organization.notification(/waiting@x.test revoked/)).toBeVisible();
  expect((await owner.call(getInvite, { params: inviteParams })).status).toBe('revoked');
});

test('changes the theme, shows the keys, signs out', async ({ signedIn, team }) => {
  const { page, signIn } = await signedIn(team.owner);
  const palette = page.getByRole('dialog', { name: 'Command palette' });
  await page.keyboard.press('Control+k');
  await expect(palette.getByRole('combobox')).toBeFocused();
  await page.keyboard.type('dark');
  await page.keyboard.press('Enter');
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('option', { name: 'Sign out' })).toBeVisible();
  await expectAccessible(page, { popup: true });
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();

  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();

  await page.keyboard.press('Control+k');
  await expect(palette.getByRole('combobox')).toBeFocused();
  await page.keyboard.type('sign out');
  await page.keyboard.press('Enter');
  await expect(signIn.submit).toBeVisible();
});

test('begins with what one used last, and acts on an invite that it finds', async ({
  signedIn,
  team,
  owner,
  testData,
}) => {
  await testData.organization({ owner: team.owner, name: 'Brim Works' });
  const params = { organizationId: team.organizationId };
  const { id } = await owner.call(createInvite, {
    params,
    body: { email: 'waiting@x.test', role: 'agent' },
  });
  const { page, organization, sidebar } = await signedIn(team.owner);
  const palette = page.getByRole('dialog', { name: 'Command palette' });
  const open = async (): Promise<void> => {
    await page.keyboard.press('Control+k');
    await expect(palette.getByRole('combobox')).toBeFocused();
  };
  await open();
  await page.keyboard.type('agnes');
  await expect(palette.getByRole('option', { name: 'Agnes Agent' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(organization.row('Agnes Agent')).toBeVisible();
  await sidebar.switchTo('Brim Works');
  await expect(page.getByRole('heading', { level: 1, name: 'Brim Works' })).toBeVisible();

  await open();
  await expect(palette.getByRole('group', { name: 'Recent' }).getByRole('option')).toHaveText([
    /Acme Support/,
    /Agnes Agent/,
  ]);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Acme Support' })).toBeVisible();

  await open();
  await page.keyboard.type('waiting@');
  await palette.getByRole('option', { name: 'Resend to waiting@x.test' }).click();
  await expect(organization.notification('Invite resent to waiting@x.test.')).toBeVisible();
  expect((await owner.call(getInvite, { params: { ...params, inviteId: id } })).sendCount).toBe(2);
});

test('leads to whatever can be done', async ({ signedIn, team }) => {
  const { page, organization } = await signedIn(team.owner);
  const palette = page.getByRole('dialog', { name: 'Command palette' });
  const run = async (command: string): Promise<void> => {
    await page.keyboard.press('Control+k');
    await expect(palette.getByRole('combobox')).toBeFocused();
    await page.keyboard.type(command);
    await page.keyboard.press('Enter');
    await expect(palette).toBeHidden();
  };
  for (const [command, dialog] of [
    ['edit organization', 'Edit Acme Support'],
    ['transfer', 'Transfer ownership of Acme Support?'],
    ['new api key', 'New API key'],
  ] as const) {
    await run(command);
    await expect(organization.dialog(dialog)).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(organization.dialog(dialog)).toBeHidden();
  }
  await run('change password');
  await expect(page.getByLabel('Current password')).toBeFocused();
});

test('lets an Agent leave', async ({ signedIn, team }) => {
  const { page, organization } = await signedIn(team.agent);
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog', { name: 'Command palette' }).getByRole('combobox')).toBeFocused();
  await page.keyboard.type('leave');
  await page.keyboard.press('Enter');
  await expect(
    organization.dialog('Leave Acme Support?').getByRole('button', { name: 'Cancel' }),
  ).toBeFocused();
});
