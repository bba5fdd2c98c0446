import { Secret, TOTP } from 'otpauth';
import { SettingsScreen } from '../../desktop/screens/settings-screen.ts';
import { expect, test, type Tour } from '../fixtures.ts';
import { owner } from '../people.ts';
import { dismissToasts } from '../window.ts';

const totpPeriodMs = 30_000;

/**
 * The code that an authenticator app shows.
 *
 * @param ahead so many periods from now, since no code is accepted twice
 */
function codeOf(secret: string, ahead = 0): string {
  const timestamp = Date.now() + ahead * totpPeriodMs;
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp });
}

/** Settings, sessions, API keys, and two-factor sign-in. */
export async function manageAccount(tour: Tour): Promise<void> {
  const { app, server, picture } = tour;
  const { page, signIn, sidebar } = app;
  const settings = new SettingsScreen(page);
  await dismissToasts(app);
  await test.step('Open the settings', async () => {
    await settings.open();
    await expect(settings.sessions.first()).toBeVisible();
    await picture(page, 'settings');
  });
  await endSession(tour, settings);
  await tryKey(tour, settings);
  const secret = await turnOnTwoFactor(tour, settings);
  await test.step('Sign out, and in again with a code', async () => {
    await sidebar.signOut.click();
    await signIn.signIn({ server, ...owner });
    const code = page.getByRole('textbox', { name: 'Code' });
    await expect(code).toBeFocused();
    await picture(page, 'sign-in-code');
    await code.fill(codeOf(secret, 1));
    await page.keyboard.press('Enter');
    await expect(sidebar.signOut).toBeVisible();
    await sidebar.organization.click();
    await expect(page.getByRole('heading', { name: 'Acme Support', level: 1 })).toBeVisible();
  });
}

function endSession({ app, server, browser, picture }: Tour, settings: SettingsScreen): Promise<void> {
  return test.step('Sign in on another device too, see it in the settings, and end it', async () => {
    const device = await browser.newPage();
    await device.goto(new URL('/Account/Login', server).href);
    await device.getByLabel('Email').fill(owner.email);
    await device.getByLabel('Password').fill(owner.password);
    await device.getByRole('button', { name: 'Sign in' }).click();
    await expect(device.getByRole('heading', { level: 1 })).toHaveText(owner.name);

    // The list is fetched when the settings are opened.
    await app.sidebar.organization.click();
    await settings.open();
    await expect(settings.sessions).toHaveCount(2);
    const section = settings.section('Sessions');
    await section.getByRole('button', { name: 'Sign out everywhere else' }).scrollIntoViewIfNeeded();
    await picture(app.page, 'sessions');
    const end = settings.sessions.nth(1).getByRole('button', { name: /^End the session/ });
    await end.click();
    await expect(settings.sessions).toHaveCount(1);
    await device.reload();
    await expect(device).toHaveURL(/\/Account\/Login/);
    await dismissToasts(app);
  });
}

function tryKey({ app: { page }, server, picture }: Tour, settings: SettingsScreen): Promise<void> {
  const section = settings.section('API keys');
  return test.step('Make an API key, use it, and revoke it', async () => {
    await section.getByRole('button', { name: 'New key' }).click();
    const form = page.getByRole('dialog', { name: 'New API key' });
    await form.getByRole('textbox', { name: 'Name' }).fill('Nightly report');
    await form.getByLabel('Password').fill(owner.password);
    await form.getByRole('button', { name: 'Create key' }).click();
    const shown = page.getByRole('dialog', { name: 'The key “Nightly report” is ready' });
    const key = await shown.getByRole('textbox', { name: 'Key' }).inputValue();
    await picture(page, 'api-key');
    await shown.getByRole('button', { name: 'Done' }).click();

    const listOrganizations = () =>
      fetch(new URL('/api/organizations', server), { headers: { 'X-Api-Key': key } });
    expect((await listOrganizations()).status).toBe(200);
    await section.getByRole('button', { name: 'Revoke the key Nightly report' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await expect(section).toContainText('No API keys yet');
    expect((await listOrganizations()).status).toBe(401);
  });
}

/** @returns the secret that the codes are made from */
function turnOnTwoFactor({ app, picture }: Tour, settings: SettingsScreen): Promise<string> {
  const { page } = app;
  const section = settings.section('Two-factor sign-in');
  return test.step('Turn two-factor sign-in on, and keep the recovery codes', async () => {
    await dismissToasts(app);
    await section.getByRole('button', { name: 'Turn on' }).click();
    const setup = page.getByRole('dialog', { name: 'Turn on two-factor sign-in' });
    await setup.getByLabel('Password').fill(owner.password);
    await page.keyboard.press('Enter');
    await expect(setup.getByRole('img', { name: 'QR code for your authenticator app' })).toBeVisible();
    const secret = (await setup.getByRole('textbox', { name: 'Setup key' }).inputValue()).replaceAll(' ', '');
    await picture(page, 'two-factor');
    await setup.getByRole('textbox', { name: 'Code' }).fill(codeOf(secret));
    await page.keyboard.press('Enter');

    const done = page.getByRole('dialog', { name: 'Two-factor sign-in is on' });
    await expect(done.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem')).toHaveCount(10);
    await picture(page, 'recovery-codes');
    await done.getByRole('checkbox', { name: 'I’ve saved my recovery codes' }).check();
    await done.getByRole('button', { name: 'Done' }).click();
    await expect(section).toContainText('10 recovery codes left.');
    return secret;
  });
}
