import type { ElectronApplication, Locator, Page } from '@playwright/test';
import { Secret, TOTP } from 'otpauth';
import { createInvite } from '#contract/invite/api';
import { clickMenuItem, openDeepLink } from '../helpers/electron-app.ts';
import { expect, test } from './fixtures.ts';
import { SettingsScreen } from './screens/settings-screen.ts';

/** From now on the question before a reload is answered like this, and counted. */
async function answerQuestion(electron: ElectronApplication, answer: 'Stay' | 'Leave') {
  await electron.evaluate(({ dialog }, answer) => {
    const asked: string[] = [];
    Object.assign(globalThis, { askedQuestions: asked });
    dialog.showMessageBoxSync = (...given: unknown[]) => {
      const { message, buttons = [] } = given.at(-1) as Electron.MessageBoxSyncOptions;
      asked.push(message);
      return buttons.indexOf(answer);
    };
  }, answer);
  return () =>
    electron.evaluate(() => (globalThis as unknown as { askedQuestions: string[] }).askedQuestions.length);
}

/** Does all that usually leads away from a screen; the dialog stays throughout. */
async function stays(
  { page, electron }: { page: Page; electron: ElectronApplication },
  dialog: Locator,
  organizationId: string,
): Promise<void> {
  for (const keys of ['Escape', 'Control+k', 'Control+f', 'Control+,', 'Alt+ArrowLeft', '?']) {
    await page.keyboard.press(keys);
  }
  for (const label of ['Settings…', 'Command Palette…', 'Invite Many…']) await clickMenuItem(electron, label);
  await openDeepLink(electron, `fastlinkit://organizations/${organizationId}/invites`);
  await expect(
    page.getByRole('heading', { level: 1, name: 'Acme Support', includeHidden: true }),
  ).toBeAttached();
  await expect(page.getByRole('dialog')).toHaveCount(1);
  await expect(dialog).toBeVisible();

  const questions = await answerQuestion(electron, 'Stay');
  await page.evaluate(() => window.fastlinkit.window.reload());
  await expect.poll(questions).toBe(1);
  await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await expect.poll(questions).toBe(2);
  await expect(dialog).toBeVisible();
}

test('a new API key stays until it is acknowledged, whatever comes', async ({ signedIn, team, testData }) => {
  const { page, electron, organization, signIn } = await signedIn(team.owner);
  const settings = new SettingsScreen(page);
  await settings.open();
  await settings.section('API keys').getByRole('button', { name: 'New key' }).click();
  const form = organization.dialog('New API key');
  await form.getByRole('textbox', { name: 'Name' }).fill('Nightly report');
  await form.getByLabel('Password').fill(team.owner.password);
  await page.keyboard.press('Enter');
  const shown = organization.dialog('The key “Nightly report” is ready');
  const key = shown.getByRole('textbox', { name: 'Key' });
  await expect(key).toHaveValue(/^fli_/);
  const value = await key.inputValue();
  await stays({ page, electron }, shown, team.organizationId);

  // Nor does the end of the session take it away.
  await testData.database.pool.query('delete from sessions');
  await clickMenuItem(electron, 'Sign Out');
  await expect(page.getByLabel('Password', { exact: true })).toBeAttached();
  await expect(key).toHaveValue(value);
  await shown.getByRole('button', { name: 'Copy key' }).click();
  await expect(shown).toContainText('Copied');
  await shown.getByRole('button', { name: 'Done' }).click();
  await expect(shown).toBeHidden();
  await expect(signIn.password).toBeVisible();

  // Nothing is asked any longer.
  const questions = await answerQuestion(electron, 'Stay');
  await page.evaluate(() => window.fastlinkit.window.reload());
  await expect(signIn.password).toHaveValue('');
  expect(await questions()).toBe(0);
});

test('a reload that is confirmed takes the key away', async ({ signedIn, team }) => {
  const { page, electron, organization } = await signedIn(team.owner);
  const settings = new SettingsScreen(page);
  await settings.open();
  await settings.section('API keys').getByRole('button', { name: 'New key' }).click();
  const form = organization.dialog('New API key');
  await form.getByRole('textbox', { name: 'Name' }).fill('Nightly report');
  await form.getByLabel('Password').fill(team.owner.password);
  await page.keyboard.press('Enter');
  const shown = organization.dialog('The key “Nightly report” is ready');
  await expect(shown).toBeVisible();
  const questions = await answerQuestion(electron, 'Leave');
  await page.evaluate(() => window.fastlinkit.window.reload());
  await expect(settings.apiKeys).toContainText('Nightly report');
  await expect(shown).toBeHidden();
  expect(await questions()).toBe(1);
});

test('recovery codes stay until they are acknowledged, whatever comes', async ({ signedIn, team, owner }) => {
  const params = { organizationId: team.organizationId };
  await owner.call(createInvite, { params, body: { email: 'ines@x.test', role: 'agent' } });
  const { page, electron, organization } = await signedIn(team.owner);
  const settings = new SettingsScreen(page);
  await settings.open();
  await settings.section('Two-factor sign-in').getByRole('button', { name: 'Turn on' }).click();
  const setup = organization.dialog('Turn on two-factor sign-in');
  await setup.getByLabel('Password').fill(team.owner.password);
  await page.keyboard.press('Enter');
  const secret = (await setup.getByRole('textbox', { name: 'Setup key' }).inputValue()).replaceAll(' ', '');
  await setup
    .getByRole('textbox', { name: 'Code' })
    .fill(new TOTP({ secret: Secret.fromBase32(secret) }).generate());
  await page.keyboard.press('Enter');
  const shown = organization.dialog('Two-factor sign-in is on');
  await expect(shown.getByRole('listitem')).toHaveCount(10);
  await stays({ page, electron }, shown, team.organizationId);
  await shown.getByRole('checkbox', { name: 'I’ve saved my recovery codes' }).check();
  await shown.getByRole('button', { name: 'Done' }).click();
  await expect(shown).toBeHidden();
  // The deep link has led here meanwhile.
  await expect(organization.row('ines@x.test')).toBeVisible();
});
