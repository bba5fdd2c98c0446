import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret, TOTP } from 'otpauth';
import { captureOpenedLinks } from '../helpers/electron-app.ts';
import { expect, expectAccessible, test } from './fixtures.ts';
import { SettingsScreen } from './screens/settings-screen.ts';

const stepMs = 30_000;

/** What an authenticator app shows; `ahead`: after so many changes, since none serves twice. */
function codeOf(secret: string, ahead = 0): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + ahead * stepMs });
}

test('turns two-factor sign-in on, signs in with a code and with a recovery code, and turns it off', async ({
  signedIn,
  team,
}) => {
  const folder = await mkdtemp(join(tmpdir(), 'fastlinkit-codes-'));
  const file = join(folder, 'codes.txt');
  const app = await signedIn(team.owner);
  const { page, electron, organization, sidebar, signIn } = app;
  const settings = new SettingsScreen(page);
  await settings.open();
  const section = settings.section('Two-factor sign-in');

  await section.getByRole('button', { name: 'Turn on' }).click();
  const setup = organization.dialog('Turn on two-factor sign-in');
  await expect(setup.getByLabel('Password')).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(setup.getByLabel('Password')).toHaveAccessibleDescription(/Enter your password/);
  await setup.getByLabel('Password').fill('not it at all');
  await page.keyboard.press('Enter');
  await expect(setup.getByLabel('Password')).toHaveAccessibleDescription(/Wrong password/);
  await setup.getByLabel('Password').fill(team.owner.password);
  await page.keyboard.press('Enter');
  await expect(setup.getByRole('img', { name: 'QR code for your authenticator app' })).toBeVisible();
  await expect(setup.getByRole('textbox', { name: 'Code' })).toBeFocused();
  await expectAccessible(page);
  await setup.getByRole('button', { name: 'Copy setup key' }).click();
  await expect(setup).toContainText('Copied');
  const secret = await electron.evaluate(({ clipboard }) => clipboard.readText());
  await expect(setup.getByRole('textbox', { name: 'Setup key' })).toHaveValue(
    secret.replaceAll(/(.{4})(?=.)/g, '$1 '),
  );

  await setup.getByRole('textbox', { name: 'Code' }).fill('12 34');
  await page.keyboard.press('Enter');
  await expect(setup.getByRole('textbox', { name: 'Code' })).toHaveAccessibleDescription(
    /Enter the 6-digit code/,
  );
  const wrong = codeOf(secret) === '000000' ? '111111' : '000000';
  await setup.getByRole('textbox', { name: 'Code' }).fill(wrong);
  await page.keyboard.press('Enter');
  await expect(setup.getByRole('textbox', { name: 'Code' })).toHaveAccessibleDescription(
    /That code didn’t work/,
  );
  await setup.getByRole('textbox', { name: 'Code' }).fill(codeOf(secret, -1));
  await page.keyboard.press('Enter');

  const done = organization.dialog('Two-factor sign-in is on');
  const codes = done.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem');
  await expect(codes).toHaveCount(10);
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(done.getByRole('button', { name: 'Done' })).toBeDisabled();
  await electron.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, file);
  await done.getByRole('button', { name: 'Save…' }).click();
  await expect(done.getByText('Saved', { exact: true })).toBeVisible();
  const recoveryCodes = await codes.allTextContents();
  expect((await readFile(file, 'utf8')).trim().split('\n')).toEqual(recoveryCodes);
  await rm(folder, { recursive: true });
  await done.getByRole('checkbox', { name: 'I’ve saved my recovery codes' }).check();
  await done.getByRole('button', { name: 'Done' }).click();
  await expect(section).toContainText('10 recovery codes left.');

  // With a code of the app.
  await sidebar.signOut.click();
  await signIn.password.fill(team.owner.password);
  await signIn.submit.click();
  const code = page.getByRole('textbox', { name: 'Code' });
  await expect(code).toBeFocused();
  await expectAccessible(page);
  await code.fill(wrong);
  await page.keyboard.press('Enter');
  await expect(code).toHaveAccessibleDescription(/That code didn’t work/);
  await code.fill(codeOf(secret));
  await page.keyboard.press('Enter');
  await expect(sidebar.signOut).toBeVisible();

  // With a recovery code, which serves once.
  await sidebar.signOut.click();
  for (const [index, used] of [recoveryCodes[0] ?? '', recoveryCodes[0] ?? ''].entries()) {
    await signIn.password.fill(team.owner.password);
    await signIn.submit.click();
    await code.fill(used);
    await page.keyboard.press('Enter');
    if (index > 0) await expect(code).toHaveAccessibleDescription(/That code didn’t work/);
    else await sidebar.signOut.click();
  }
  await code.fill(recoveryCodes[1] ?? '');
  await page.keyboard.press('Enter');
  await settings.open();
  await expect(section).toContainText('8 recovery codes left.');

  await section.getByRole('button', { name: 'Turn off' }).click();
  const removal = organization.dialog('Turn off two-factor sign-in?');
  await expectAccessible(page);
  await removal.getByLabel('Password').fill('not it at all');
  await removal.getByRole('textbox', { name: 'Code' }).fill(recoveryCodes[2] ?? '');
  await page.keyboard.press('Enter');
  await expect(removal.getByLabel('Password')).toHaveAccessibleDescription(/Wrong password/);
  await removal.getByLabel('Password').fill(team.owner.password);
  await page.keyboard.press('Enter');
  await expect(organization.notification('Two-factor sign-in is off.')).toBeVisible();
  await expect(section).toContainText('Off');
});

test('gives support staff their rights as soon as it is on', async ({ app, backend, team, testData }) => {
  const { page, organization } = app;
  const staff = await testData.person({ staff: true, twoFactor: false });
  await app.signIn.signIn({ server: backend.url, ...staff });
  await expect(page.getByText('You’re not in an organization yet')).toBeVisible();
  const all = app.sidebar.root.getByRole('link', { name: 'All organizations' });
  await expect(all).toBeHidden();

  const settings = new SettingsScreen(page);
  await settings.open();
  const section = settings.section('Two-factor sign-in');
  await section.getByRole('button', { name: 'Turn on' }).click();
  const setup = organization.dialog('Turn on two-factor sign-in');
  await setup.getByLabel('Password').fill(staff.password);
  await page.keyboard.press('Enter');
  const shown = setup.getByRole('textbox', { name: 'Setup key' });
  await expect(shown).toBeVisible();
  const secret = (await shown.inputValue()).replaceAll(' ', '');
  await setup.getByRole('textbox', { name: 'Code' }).fill(codeOf(secret));
  await page.keyboard.press('Enter');
  await page.getByRole('checkbox', { name: 'I’ve saved my recovery codes' }).check();
  await page.getByRole('button', { name: 'Done' }).click();
  await all.click();
  await expect(page.getByRole('row').filter({ hasText: team.name })).toBeVisible();
});

test('opens the page for a forgotten password, of the server that was typed', async ({ app, backend }) => {
  const openedLinks = await captureOpenedLinks(app.electron);
  await app.signIn.server.fill('http://127.0.0.1:9');
  const forgot = app.page.getByRole('button', { name: 'Forgot password?' });
  await forgot.click();
  await expect(app.signIn.server).toHaveAccessibleDescription(/No connection to http:\/\/127\.0\.0\.1:9/);
  await app.signIn.server.fill(backend.url);
  await forgot.click();
  await expect.poll(openedLinks).toEqual([`${backend.url}/Account/ForgotPassword`]);
});
