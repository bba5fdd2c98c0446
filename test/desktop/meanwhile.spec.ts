import { createInvite, bulkInvite, listInvites, revokeInvite } from '#contract/invite/api';
import { expect, test } from './fixtures.ts';
import { whileHeld } from '../helpers/hold-table.ts';
import { answerQuestions } from '../helpers/questions.ts';
import { InviteManyDialog } from './screens/invite-many-dialog.ts';
import { WorkTray } from './screens/work-tray.ts';

const bulk = (count: number) => ({
  invites: Array.from({ length: count }, (_, n) => ({
    email: `person${n}@many.test`,
    role: 'agent' as const,
  })),
});

test('the next address is typed while the first one is sent', async ({ signedIn, team, testData }) => {
  const { page, organization } = await signedIn(team.owner);
  const search = page.getByRole('searchbox', { name: 'Search invites' });
  await whileHeld(testData, 'invites', async () => {
    await organization.email.fill('first@x.test');
    await page.keyboard.press('Enter');
    await organization.email.fill('second@x.test');
  });
  await expect(organization.notification('Invite sent to first@x.test.')).toBeVisible();
  await expect(organization.email).toHaveValue('second@x.test');

  await whileHeld(testData, 'invites', async () => {
    await organization.email.fill('first@x.test');
    await page.keyboard.press('Enter');
    await organization.email.fill('second@x.test');
    await search.focus();
  });
  await expect(
    page
      .getByRole('alert')
      .filter({ hasText: /^first@x\.test wasn’t invited\. .*already has an open invite/ }),
  ).toBeVisible();
  await expect(organization.email).toHaveValue('second@x.test');
  await expect(organization.email).not.toHaveAccessibleDescription(/open invite/);
  await expect(search).toBeFocused();
});

test('leaves the focus in the search field when an invite that was being sent arrives', async ({
  signedIn,
  team,
  testData,
}) => {
  const { page, organization } = await signedIn(team.owner);
  const search = page.getByRole('searchbox', { name: 'Search invites' });
  await whileHeld(testData, 'invites', async () => {
    await organization.email.fill('first@x.test');
    await page.keyboard.press('Enter');
    await search.click();
  });
  await expect(organization.notification('Invite sent to first@x.test.')).toBeVisible();
  await expect(organization.email).toHaveValue('');
  await expect(search).toBeFocused();
});

test('a form stays until what was sent with it is answered', async ({ signedIn, team, testData }) => {
  const { page, organization, sidebar } = await signedIn(team.owner);
  await sidebar.switcher.click();
  await page.getByRole('button', { name: 'New organization…' }).click();
  const dialog = organization.dialog('New organization');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Second Shift');
  await whileHeld(testData, 'organizations', async () => {
    await page.keyboard.press('Enter');
    await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeDisabled();
    await page.keyboard.press('Escape');
    await expect(dialog).toBeVisible();
  });
  await expect(page.getByRole('heading', { level: 1, name: 'Second Shift' })).toBeVisible();
  await expect(dialog).toBeHidden();
});

test('lets one stop waiting for a server that does not answer, and keeps what was typed', async ({
  signedIn,
  team,
  testData,
}) => {
  const { page, organization, sidebar } = await signedIn(team.owner);
  await sidebar.switcher.click();
  await page.getByRole('button', { name: 'New organization…' }).click();
  const dialog = organization.dialog('New organization');
  const name = dialog.getByRole('textbox', { name: 'Name' });
  await name.fill('Second Shift');
  await whileHeld(testData, 'organizations', async () => {
    await page.keyboard.press('Enter');
    await expect(
      dialog.getByRole('status').filter({ hasText: 'Still waiting for the server…' }),
    ).toBeVisible();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await expect(dialog.getByRole('alert')).toContainText('The server didn’t answer');
    await expect(name).toHaveValue('Second Shift');
  });
  // It was done all the same.
  await expect(page.getByRole('heading', { level: 1, name: 'Second Shift' })).toBeVisible();
});

test('a row that goes takes the focus out of no dialog', async ({ signedIn, team, owner }) => {
  const params = { organizationId: team.organizationId };
  const invite = await owner.call(createInvite, { params, body: { email: 'going@x.test', role: 'agent' } });
  await owner.call(createInvite, { params, body: { email: 'staying@x.test', role: 'agent' } });
  const { page, organization } = await signedIn(team.owner);
  await organization.row('going@x.test').getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Swap seat…' }).click();
  const email = organization.dialog('Give this seat to someone else').getByRole('textbox', { name: 'Email' });
  await expect(email).toBeFocused();
  await page.keyboard.type('other');
  await owner.call(revokeInvite, { params: { ...params, inviteId: invite.id } });
  await expect(organization.tab('Pending invites', 1)).toBeAttached();
  await expect(page.locator('[data-index]').filter({ hasText: 'going@x.test' })).toHaveCount(0);
  await page.keyboard.type('@x.test');
  await expect(email).toHaveValue('other@x.test');
});

test('what is selected while all are being loaded is what stays selected', async ({
  signedIn,
  team,
  owner,
  testData,
}) => {
  await testData.setSeats(team.organizationId, null);
  await owner.call(bulkInvite, {
    params: { organizationId: team.organizationId },
    body: bulk(1000),
  });
  const { page, organization } = await signedIn(team.owner);
  const selection = page.getByRole('group', { name: 'Selection' });
  const all = selection.getByRole('button', { name: 'Select all 1,000' });
  await organization.invites.getByRole('checkbox', { name: 'Select all shown' }).click();
  await expect(selection).toContainText(/\d+ selected/);
  const shown = Number(/\d+/.exec((await selection.textContent()) ?? '')?.[0]);
  await whileHeld(testData, 'invites', async () => {
    await all.click();
    await expect(selection.getByRole('button', { name: 'Revoke selected' })).toHaveAccessibleDescription(
      /Wait until everything is selected/,
    );
    await organization.invites
      .getByRole('checkbox', { name: /^Select person/ })
      .first()
      .uncheck();
    await expect(selection).toContainText(`${shown - 1} selected`);
  });
  await expect(all).toBeHidden();
  await expect(selection).toContainText(`${shown - 1} selected`);
});

test('what is left of many invites does not go out in the name of the next person', async ({
  signedIn,
  app,
  team,
  owner,
  backend,
  testData,
}) => {
  await testData.setSeats(team.organizationId, null);
  const { page, sidebar, signIn } = await signedIn(team.owner);
  const many = new InviteManyDialog(page);
  await many.paste(
    bulk(300)
      .invites.map(({ email }) => email)
      .join('\n'),
  );
  await expect(many.send).toHaveText('Send 300 invites');
  const questions = await answerQuestions(app.electron, ['Cancel', 'Sign out']);
  const tray = new WorkTray(page);
  await whileHeld(testData, 'invites', async () => {
    await many.send.click();
    await expect(many.progress).toBeVisible();
    await many.close.click();
    await sidebar.signOut.click();
    await expect.poll(questions).toEqual(['Sign out with 300 invites not sent yet?']);
    await expect(tray.status('Invite many')).toHaveText('Sending 0 of 300…');
    await sidebar.signOut.click();
    await signIn.signIn({ server: backend.url, ...team.admin });
  });
  await expect(page.getByRole('heading', { level: 1, name: 'Acme Support' })).toBeVisible();
  await expect(app.organization.seats).toContainText('3 members');
  await expect(tray.root).toBeHidden();
  const { items } = await owner.call(listInvites, {
    params: { organizationId: team.organizationId },
    query: {},
  });
  expect(items.filter(({ invitedBy }) => invitedBy?.id === team.admin.id)).toEqual([]);
});

test('a click out of the open switcher goes where it was meant to', async ({ signedIn, team }) => {
  const { page, sidebar, organization } = await signedIn(team.owner);
  await sidebar.switcher.click();
  const search = page.getByRole('combobox', { name: 'Search organizations' });
  await expect(search).toBeFocused();
  await organization.email.click();
  await expect(search).toBeHidden();
  await page.keyboard.type('somebody@x.test', { delay: 5 });
  await expect(organization.email).toHaveValue('somebody@x.test');
  // By the keys one is back where one was.
  await sidebar.switcher.click();
  await expect(search).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(sidebar.switcher).toBeFocused();
});

test('the switcher offers nothing that an earlier search has found and this one does not mean', async ({
  signedIn,
  team,
  testData,
}) => {
  await testData.organization({ owner: team.owner, name: 'Zeta Desk' });
  await testData.organization({ owner: team.owner, name: 'Zeta Works' });
  const { page, sidebar } = await signedIn(team.owner);
  await sidebar.switcher.click();
  await expect(page.getByRole('listbox', { name: 'Organizations' }).getByRole('option')).toHaveCount(3);
  await page.getByRole('combobox', { name: 'Search organizations' }).pressSequentially('zeta');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Zeta Works' })).toBeVisible();
});

test('nor does the choice of a new owner', async ({ signedIn, team }) => {
  const { page, organization } = await signedIn(team.owner);
  await page.getByRole('button', { name: 'Organization actions' }).click();
  await page.getByRole('menuitem', { name: 'Transfer ownership…' }).click();
  const member = organization
    .dialog('Transfer ownership of Acme Support?')
    .getByRole('textbox', { name: 'New owner' });
  await member.click();
  await expect(page.getByRole('listbox', { name: 'New owner' }).getByRole('option')).toHaveCount(2);
  await member.pressSequentially('agnes');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(member).toHaveValue('Agnes Agent');
});
