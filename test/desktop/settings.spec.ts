import { createApiClient, signIn as signInByApi } from '../helpers/api-client.ts';
import { listOrganizations } from '#contract/organization/api';
import { listSessions } from '#contract/session/api';
import { getMe } from '#contract/account/api';
import type { App } from './app.ts';
import { expect, expectAccessible, test } from './fixtures.ts';
import { SettingsScreen } from './screens/settings-screen.ts';

async function openSettings({ page }: App): Promise<SettingsScreen> {
  const settings = new SettingsScreen(page);
  await settings.open();
  return settings;
}

test('shows what there is to set, to an Agent as well, and breaks no rule of accessibility', async ({
  signedIn,
  team,
  backend,
}) => {
  const app = await signedIn(team.agent);
  const { page } = app;
  const settings = await openSettings(app);
  await expect(settings.section('Server')).toContainText(backend.url);
  await expect(settings.section('Sessions')).toContainText('You’ll need to sign in again next time');
  await expect(settings.sessions).toHaveCount(1);
  await expect(settings.sessions).toContainText('This session');
  await expect(settings.section('Two-factor sign-in')).toContainText('Off');
  await expect(settings.section('API keys')).toContainText('No API keys yet');
  await expect(settings.section('About')).toContainText('Electron');
  await settings.section('About').getByRole('button', { name: 'Show licenses' }).click();
  await expect(page.getByRole('region', { name: 'Licenses' }).getByRole('row').nth(1)).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);

  for (const theme of ['Dark', 'Light'] as const) {
    await settings.section('Theme').getByRole('radio', { name: theme }).check();
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', theme.toLowerCase());
    await expectAccessible(page);
  }
});

test.describe('after a restart', () => {
  test.use({ ownApp: true });

  test('writes every date as one wants it, after a restart too', async ({
    signedIn,
    launch,
    team,
    backend,
  }) => {
    const app = await signedIn(team.owner);
    const settings = await openSettings(app);
    await settings.section('Date format').getByRole('radio', { name: '2026-11-22 13:00' }).check();
    await expect(settings.section('Date format')).toContainText(/Example: \d{4}-\d\d-\d\d \d\d:\d\d$/);
    await app.sidebar.organization.click();
    await app.organization.tab('Members').click();
    const joined = app.organization.row('Agnes Agent').locator('time').first();
    await expect(joined).toHaveText(/^\d{4}-\d\d-\d\d$/);
    await expect(joined).toHaveAttribute('title', /^\d{4}-\d\d-\d\d \d\d:\d\d$/);

    await app.close();
    const again = await launch();
    await again.signIn.signIn({ server: backend.url, ...team.owner });
    await again.organization.tab('Members').click();
    await expect(again.organization.row('Agnes Agent').locator('time').first()).toHaveText(
      /^\d{4}-\d\d-\d\d$/,
    );
  });

  test('keeps which notifications one wants', async ({ signedIn, launch, team, backend }) => {
    const app = await signedIn(team.owner);
    const settings = await openSettings(app);
    const notifications = settings.section('Notifications');
    const declined = notifications.getByRole('switch', { name: 'Invite declined' });
    await expect(declined).toBeChecked();
    await declined.focus();
    await app.page.keyboard.press('Space');
    await expect(declined).not.toBeChecked();
    await expect(notifications.getByRole('switch', { name: 'Invite accepted' })).toBeChecked();

    await app.close();
    const again = await launch();
    await again.signIn.signIn({ server: backend.url, ...team.owner });
    await expect(again.organization.form).toBeVisible();
    const settingsAgain = await openSettings(again);
    const kept = settingsAgain.section('Notifications').getByRole('switch', { name: 'Invite declined' });
    await expect(kept).not.toBeChecked();
  });
});

test('lists the sessions, ends one, then all the others', async ({ signedIn, team, backend }) => {
  const elsewhere = [
    await signInByApi(backend.url, team.owner),
    await signInByApi(backend.url, team.owner),
    await signInByApi(backend.url, team.owner),
  ];
  const app = await signedIn(team.owner);
  const settings = await openSettings(app);
  await expect(settings.sessions).toHaveCount(4);
  await expect(settings.sessions.first()).toContainText('FastLinkIt Admin');
  await expect(settings.sessions.first()).toContainText('This session');
  await expect(settings.sessions.first().getByRole('button')).toHaveCount(0);

  await settings.sessions
    .nth(1)
    .getByRole('button', { name: /^End the session on/ })
    .click();
  await expect(settings.sessions).toHaveCount(3);

  await settings.section('Sessions').getByRole('button', { name: 'Sign out everywhere else' }).click();
  const dialog = app.organization.dialog('Sign out everywhere else?');
  await expectAccessible(app.page);
  await dialog.getByRole('button', { name: 'Sign out' }).click();
  await expect(app.organization.notification('You’re signed out everywhere else.')).toBeVisible();
  await expect(settings.sessions).toHaveCount(1);
  for (const { client } of elsewhere) {
    await expect(client.call(listSessions, {})).rejects.toThrow(/session_revoked|unauthenticated/);
  }
});

test('lists ten of many sessions, this one among them, and all when asked', async ({
  signedIn,
  team,
  backend,
}) => {
  const app = await signedIn(team.owner);
  // All of them were seen after this one was.
  for (let n = 1; n <= 11; n += 1) await signInByApi(backend.url, team.owner);
  const settings = await openSettings(app);
  await expect(settings.sessions).toHaveCount(10);
  await expect(settings.sessions.first()).toContainText('This session');
  const section = settings.section('Sessions');
  const all = section.getByRole('button', { name: 'Show all 12 sessions' });
  await expect(all).toHaveAttribute('aria-expanded', 'false');
  await all.press('Enter');
  await expect(settings.sessions).toHaveCount(12);
  const fewer = section.getByRole('button', { name: 'Show fewer sessions' });
  await expect(fewer).toBeFocused();
  await expectAccessible(app.page);
  await fewer.press('Enter');
  await expect(settings.sessions).toHaveCount(10);

  await settings.sessions
    .nth(1)
    .getByRole('button', { name: /^End the session on/ })
    .click();
  await expect(section.getByRole('button', { name: 'Show all 11 sessions' })).toBeVisible();
  await expect(settings.sessions).toHaveCount(10);
});

test('changes the password, and says at its field what is wrong', async ({ signedIn, team, backend }) => {
  const app = await signedIn(team.owner);
  const settings = await openSettings(app);
  const section = settings.section('Password');
  const current = section.getByLabel('Current password');
  const next = section.getByLabel('New password', { exact: true });
  const again = section.getByLabel('Confirm new password');
  const change = section.getByRole('button', { name: 'Change password' });

  await current.fill('not it at all');
  await next.fill('short');
  await again.fill('other');
  await change.click();
  await expect(next).toHaveAccessibleDescription(/Use at least 12 characters/);
  await expect(again).toHaveAccessibleDescription(/Passwords don’t match/);
  await expect(next).toBeFocused();

  await next.fill('password1234');
  await again.fill('password1234');
  await change.click();
  await expect(section.getByText(/Wrong password|common|guess/i).first()).toBeVisible();

  await next.fill('seven green bottles');
  await again.fill('seven green bottles');
  await change.click();
  await expect(current).toHaveAccessibleDescription(/Wrong password/);
  await expect(current).toBeFocused();
  await expect(next).toHaveValue('seven green bottles');

  await current.fill(team.owner.password);
  await again.press('Enter');
  await expect(app.organization.notification('Password changed.')).toBeVisible();
  await expect(current).toHaveValue('');
  await signInByApi(backend.url, { email: team.owner.email, password: 'seven green bottles' });
  await expect(signInByApi(backend.url, team.owner)).rejects.toThrow(/invalid_credentials/);
});

test('makes an API key by keyboard, shows it once, and revokes it', async ({ signedIn, team, backend }) => {
  const app = await signedIn(team.owner);
  const { page, electron, organization } = app;
  const settings = await openSettings(app);
  const section = settings.section('API keys');
  await section.getByRole('button', { name: 'New key' }).focus();
  await page.keyboard.press('Enter');
  const form = organization.dialog('New API key');
  await expect(form.getByRole('textbox', { name: 'Name' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(form.getByRole('textbox', { name: 'Name' })).toHaveAccessibleDescription(
    /Give the key a name/,
  );
  await expectAccessible(page);
  await page.keyboard.type('Nightly report');
  await form.getByRole('combobox', { name: 'Expires' }).selectOption('In 30 days');
  await form.getByLabel('Password').fill('not it at all');
  await page.keyboard.press('Enter');
  await expect(form.getByLabel('Password')).toHaveAccessibleDescription(/Wrong password/);
  await expect(form.getByLabel('Password')).toBeFocused();
  await form.getByLabel('Password').fill(team.owner.password);
  await form.getByRole('button', { name: 'Create key' }).press('Enter');

  const shown = organization.dialog('The key “Nightly report” is ready');
  const key = await shown.getByRole('textbox', { name: 'Key' }).inputValue();
  expect(key).toMatch(/^fli_[\w-]{43}$/);
  await page.keyboard.press('Escape');
  await expect(shown).toBeVisible();
  await expectAccessible(page);
  await shown.getByRole('button', { name: 'Copy key' }).click();
  await expect(shown).toContainText('Copied');
  expect(await electron.evaluate(({ clipboard }) => clipboard.readText())).toBe(key);
  await shown.getByRole('button', { name: 'Done' }).click();
  await expect(settings.apiKeys).toContainText('Nightly report');
  await expect(settings.apiKeys).toContainText(/Read only · created .* · expires in 30 days · never used/);
  await expect(page.getByText(key)).toBeHidden();

  const script = createApiClient(backend.url);
  const headers = { 'X-Api-Key': key };
  const { items } = await script.call(listOrganizations, { query: {}, headers });
  expect(items).toHaveLength(1);

  await settings.apiKeys.getByRole('button', { name: 'Revoke the key Nightly report' }).click();
  await organization
    .dialog('Revoke the key “Nightly report”?')
    .getByRole('button', { name: 'Revoke' })
    .click();
  await expect(organization.notification('revoked')).toBeVisible();
  await expect(section).toContainText('No API keys yet');
  await expect(script.call(getMe, { headers })).rejects.toThrow(/unauthenticated/);
});

test('copies diagnostics without a secret or an address', async ({ signedIn, team, backend }) => {
  const app = await signedIn(team.owner);
  const settings = await openSettings(app);
  await settings.section('About').getByRole('button', { name: 'Copy diagnostics' }).click();
  await expect(settings.section('About').getByRole('status')).toHaveText('Copied');
  const text = await app.electron.evaluate(({ clipboard }) => clipboard.readText());
  expect(text).toContain('FastLinkIt Admin');
  for (const secret of [team.owner.email, team.owner.password, new URL(backend.url).host]) {
    expect(text).not.toContain(secret);
  }
});
