import type { Locator, Page } from '@playwright/test';
import { createInvite } from '#contract/invite/api';
import type { ApiClient } from '../helpers/api-client.ts';
import { expect, test } from './fixtures.ts';
import { SettingsScreen } from './screens/settings-screen.ts';
import { WorkTray } from './screens/work-tray.ts';

/** Presses a button with the keyboard, as a user does who relies on where the focus is. */
async function press(button: Locator): Promise<void> {
  await button.focus();
  await button.press('Enter');
}

/** Closes the dialog with Escape, after which the focus is where it was before. */
async function escapesTo(page: Page, dialog: Locator, target: Locator): Promise<void> {
  await expect(dialog).toBeVisible();
  await expect(dialog.locator(':focus')).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(target).toBeFocused();
}

function invite(owner: ApiClient, organizationId: string, ...emails: string[]): Promise<unknown> {
  return Promise.all(
    emails.map((email) =>
      owner.call(createInvite, { params: { organizationId }, body: { email, role: 'agent' } }),
    ),
  );
}

test('a confirmation returns the focus, or moves it on when its row is gone', async ({
  signedIn,
  team,
  owner,
}) => {
  await invite(owner, team.organizationId, 'one@x.test', 'two@x.test');
  const { page, organization } = await signedIn(team.owner);
  const revoke = (email: string) => organization.row(email).getByRole('button', { name: 'Revoke' });
  for (const [first, next] of [
    ['one@x.test', organization.row('two@x.test').locator(':focus')],
    ['two@x.test', page.getByRole('searchbox', { name: 'Search invites' })],
  ] as const) {
    const dialog = organization.dialog(`Revoke the invite to ${first}?`);
    await press(revoke(first));
    await escapesTo(page, dialog, revoke(first));
    await press(revoke(first));
    await press(dialog.getByRole('button', { name: 'Revoke' }));
    await expect(organization.row(first)).toBeHidden();
    await expect(next).toBeFocused();
  }
});

test('a confirmation for many rows returns the focus to the selection, or moves it to the list', async ({
  signedIn,
  team,
  owner,
}) => {
  await invite(owner, team.organizationId, 'one@x.test', 'two@x.test', 'three@x.test');
  const { page, organization } = await signedIn(team.owner);
  for (const email of ['one@x.test', 'two@x.test'])
    await organization.row(email).getByRole('checkbox').press('Space');
  const revoke = page.getByRole('button', { name: 'Revoke selected' });
  const dialog = organization.dialog('Revoke 2 invites?');
  await press(revoke);
  await escapesTo(page, dialog, revoke);
  await press(revoke);
  await press(dialog.getByRole('button', { name: 'Revoke' }));
  await expect(organization.row('two@x.test')).toBeHidden();
  await expect(page.getByRole('main').locator(':focus')).toBeVisible();
  const tray = new WorkTray(page);
  const details = tray.button('Revoke selected', 'Details');
  await press(details);
  await escapesTo(page, tray.report('Invites revoked'), details);
  await press(tray.button('Revoke selected', 'Dismiss'));
  await expect(tray.root).toBeHidden();
  await expect(page.getByRole('navigation', { name: 'Main' }).locator(':focus')).toHaveCount(1);

  await organization.row('three@x.test').getByRole('checkbox').press('Space');
  await press(page.getByRole('button', { name: 'Clear selection' }));
  await expect(organization.invites.getByRole('checkbox', { name: 'Select all shown' })).toBeFocused();
});

test('a form that a menu opens returns the focus to the menu’s button', async ({ signedIn, team, owner }) => {
  await invite(owner, team.organizationId, 'one@x.test');
  const { page, organization } = await signedIn(team.owner);
  const choose = async (button: Locator, item: string): Promise<void> => {
    await press(button);
    await press(page.getByRole('menuitem', { name: item }));
  };

  const more = organization.row('one@x.test').getByRole('button', { name: 'More actions' });
  const swap = organization.dialog('Give this seat to someone else');
  await choose(more, 'Swap seat…');
  await escapesTo(page, swap, more);
  await choose(more, 'Swap seat…');
  // When the server refuses it, the focus stays in the form.
  await swap.getByRole('textbox', { name: 'Email' }).fill(team.admin.email);
  await press(swap.getByRole('button', { name: 'Swap seat' }));
  await expect(swap.getByRole('textbox', { name: 'Email' })).toHaveAccessibleDescription(/already belongs/);
  await expect(swap.locator(':focus')).toBeVisible();
  await swap.getByRole('textbox', { name: 'Email' }).fill('two@x.test');
  await page.keyboard.press('Enter');
  await expect(organization.row('one@x.test')).toBeHidden();
  await expect(organization.row('two@x.test')).toBeVisible();
  // In the new row; or beside the list, which is empty for a moment when the event comes before the answer.
  await expect(page.locator('main :focus')).toBeVisible();

  const actions = page.getByRole('button', { name: 'Organization actions' });
  const edit = organization.dialog('Edit Acme Support');
  await choose(actions, 'Edit organization…');
  await escapesTo(page, edit, actions);
  await choose(actions, 'Edit organization…');
  await edit.getByRole('textbox', { name: 'Description' }).fill('Answers within the hour');
  await press(edit.getByRole('button', { name: 'Save' }));
  await expect(edit).toBeHidden();
  await expect(actions).toBeFocused();
});

test('the details of an invite keep the focus, and return it', async ({ signedIn, team, owner }) => {
  await invite(owner, team.organizationId, 'one@x.test', 'two@x.test');
  const { page, organization } = await signedIn(team.owner);
  const more = organization.row('one@x.test').getByRole('button', { name: 'More actions' });
  const details = organization.dialog('one@x.test');
  for (const isLast of [false, true]) {
    await press(more);
    await press(page.getByRole('menuitem', { name: 'Details' }));
    await expect(details).toBeVisible();
    if (!isLast) await escapesTo(page, details, more);
  }
  const revoke = details.getByRole('button', { name: 'Revoke' });
  const question = organization.dialog('Revoke the invite to one@x.test?');
  await press(revoke);
  await escapesTo(page, question, revoke);
  await press(revoke);
  await press(question.getByRole('button', { name: 'Revoke' }));
  await expect(details.getByRole('button', { name: 'Invite again' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(details).toBeHidden();
  await expect(organization.row('two@x.test').locator(':focus')).toBeVisible();
});

test('the command palette and the shortcuts return the focus', async ({ signedIn, team, owner }) => {
  await invite(owner, team.organizationId, 'one@x.test', 'two@x.test');
  const { page, organization } = await signedIn(team.owner);
  const palette = page.getByRole('dialog', { name: 'Command palette' });
  const resend = organization.row('one@x.test').getByRole('button', { name: 'Resend' });
  await resend.focus();
  await page.keyboard.press('Control+k');
  await escapesTo(page, palette, resend);
  await page.keyboard.press('?');
  await escapesTo(page, organization.dialog('Keyboard shortcuts'), resend);

  const question = organization.dialog('Revoke the invite to one@x.test?');
  for (const isConfirmed of [false, true]) {
    await page.keyboard.press('Control+k');
    await expect(palette.getByRole('combobox')).toBeFocused();
    await page.keyboard.type('revoke an');
    await page.keyboard.press('Enter');
    await page.keyboard.type('one@');
    await expect(palette.getByRole('option')).toHaveCount(1);
    await page.keyboard.press('Enter');
    if (isConfirmed) await press(question.getByRole('button', { name: 'Revoke' }));
    else await escapesTo(page, question, resend);
  }
  await expect(organization.row('one@x.test')).toBeHidden();
  await expect(organization.row('two@x.test').locator(':focus')).toBeVisible();
});

test('the question about a member returns the focus, or moves it to the next one', async ({
  signedIn,
  team,
}) => {
  const { page, organization } = await signedIn(team.owner);
  await organization.tab('Members').click();
  const remove = organization.row('Adam Admin').getByRole('button', { name: 'Remove' });
  const dialog = organization.dialog('Remove Adam Admin?');
  await press(remove);
  await escapesTo(page, dialog, remove);
  await press(remove);
  await expect(dialog.getByRole('button', { name: 'Remove' })).not.toHaveAttribute('aria-disabled');
  await press(dialog.getByRole('button', { name: 'Remove' }));
  await expect(organization.row('Adam Admin')).toBeHidden();
  await expect(organization.row('Agnes Agent').locator(':focus')).toBeVisible();
});

test('a member who leaves has the focus in what is shown next', async ({ signedIn, team }) => {
  const { page, organization } = await signedIn(team.agent);
  const leave = page.getByRole('button', { name: 'Leave organization' });
  const dialog = organization.dialog('Leave Acme Support?');
  await press(leave);
  await escapesTo(page, dialog, leave);
  await press(leave);
  await press(dialog.getByRole('button', { name: 'Leave' }));
  await expect(page.getByText('You’re not in an organization yet')).toBeVisible();
  await expect(page.getByRole('main')).toBeFocused();
});

test('a new organization returns the focus to the switcher', async ({ signedIn, team }) => {
  const { page, organization, sidebar } = await signedIn(team.owner);
  const dialog = organization.dialog('New organization');
  const open = async (): Promise<void> => {
    await press(sidebar.switcher);
    await press(page.getByRole('button', { name: 'New organization…' }));
  };
  await open();
  await escapesTo(page, dialog, sidebar.switcher);
  await open();
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Second Shift');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Second Shift' })).toBeVisible();
  await expect(sidebar.switcher).toBeFocused();
});

test('an API key that is revoked leaves the focus among the keys', async ({ signedIn, team }) => {
  const { page, organization } = await signedIn(team.owner);
  const settings = new SettingsScreen(page);
  await settings.open();
  const add = settings.section('API keys').getByRole('button', { name: 'New key' });
  const form = organization.dialog('New API key');
  await press(add);
  await escapesTo(page, form, add);
  for (const name of ['First', 'Second']) {
    await press(add);
    await form.getByRole('textbox', { name: 'Name' }).fill(name);
    await form.getByLabel('Password').fill(team.owner.password);
    await page.keyboard.press('Enter');
    await press(organization.dialog(`The key “${name}” is ready`).getByRole('button', { name: 'Done' }));
    await expect(add).toBeFocused();
  }

  const revoke = (name: string) =>
    settings.section('API keys').getByRole('button', { name: `Revoke the key ${name}` });
  for (const [name, next] of [
    ['First', revoke('Second')],
    ['Second', add],
  ] as const) {
    const question = organization.dialog(`Revoke the key “${name}”?`);
    await press(revoke(name));
    await escapesTo(page, question, revoke(name));
    await press(revoke(name));
    await press(question.getByRole('button', { name: 'Revoke' }));
    await expect(revoke(name)).toBeHidden();
    await expect(next).toBeFocused();
  }
});
