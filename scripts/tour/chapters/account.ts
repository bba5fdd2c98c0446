import type { Locator } from '@playwright/test';
import { Secret, TOTP } from 'otpauth';
import { demoPassword } from '../../demo/demo-data.mjs';
import { expect } from '../expect.ts';
import { owner } from '../people.ts';
import type { Stage } from '../stage.ts';
import { dismissNotices, enterAccount, goTo, signIn, signOut } from '../window.ts';

const stepMs = 30_000;

/** What an authenticator app shows; `ahead`: after so many changes, since no code serves twice. */
function codeOf(secret: string, ahead = 0): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + ahead * stepMs });
}

/** How one likes the app, where one is signed in, keys for scripts, and the second factor. */
export async function playAccount(stage: Stage): Promise<void> {
  const { story, app } = stage;
  const section = (name: string) => app.getByRole('region', { name, exact: true });
  await dismissNotices(app);
  await story.step('Open the settings', async () => {
    await goTo(app, 'Settings');
    await expect(app.getByRole('list', { name: 'Sessions' }).getByRole('listitem').first()).toBeVisible();
    await story.picture(app, 'settings');
  });
  await endSession(stage, section('Session'));
  await tryKey(stage, section('API keys'));
  const secret = await turnOnTwoFactor(stage, section('Two-factor sign-in'));
  await story.step('Sign out, and in again with a code', async () => {
    await signOut(app);
    await enterAccount(app, stage.server, owner);
    await signIn(app);
    const code = app.getByRole('textbox', { name: 'Code' });
    await expect(code).toBeFocused();
    await story.picture(app, 'sign-in-code');
    await code.fill(codeOf(secret, 1));
    await app.keyboard.press('Enter');
    await expect(app.getByRole('button', { name: 'Sign out' })).toBeVisible();
    await goTo(app, 'Organization');
    await expect(app.getByRole('heading', { name: 'Acme Support', level: 1 })).toBeVisible();
  });
}

function endSession({ story, cast, app, server }: Stage, section: Locator): Promise<void> {
  return story.step('Sign in on another device too, see it in the settings, and end it', async () => {
    const device = await (await cast.openBrowser()).newPage();
    await device.goto(new URL('/Account/Login', server).href);
    await device.getByLabel('E-mail').fill(owner);
    await device.getByLabel('Password').fill(demoPassword);
    await device.getByRole('button', { name: 'Sign in' }).click();
    await expect(device.getByRole('heading', { level: 1 })).toHaveText('Ada Lovelace');

    // The list is fetched when the settings are opened.
    await goTo(app, 'Organization');
    await goTo(app, 'Settings');
    const sessions = section.getByRole('list', { name: 'Sessions' }).getByRole('listitem');
    await expect(sessions).toHaveCount(2);
    await section.getByRole('button', { name: 'Sign out everywhere else' }).scrollIntoViewIfNeeded();
    await story.picture(app, 'sessions');
    await sessions
      .nth(1)
      .getByRole('button', { name: /^End the session/ })
      .click();
    await expect(sessions).toHaveCount(1);
    await device.reload();
    await expect(device).toHaveURL(/\/Account\/Login/);
    await dismissNotices(app);
  });
}

function tryKey({ story, app, server }: Stage, section: Locator): Promise<void> {
  return story.step('Make an API key, use it, and revoke it', async () => {
    await section.getByRole('button', { name: 'New key' }).click();
    const form = app.getByRole('dialog', { name: 'New API key' });
    await form.getByRole('textbox', { name: 'Name' }).fill('Nightly report');
    await form.getByRole('button', { name: 'Make key' }).click();
    const shown = app.getByRole('dialog', { name: 'The key “Nightly report” is ready' });
    const key = await shown.getByRole('textbox', { name: 'Key' }).inputValue();
    await story.picture(app, 'api-key');
    await shown.getByRole('button', { name: 'Done' }).click();

    const ask = () => fetch(new URL('/api/organizations', server), { headers: { 'X-Api-Key': key } });
    expect((await ask()).status).toBe(200);
    await section.getByRole('button', { name: 'Revoke the key Nightly report' }).click();
    await app.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await expect(section).toContainText('You have no keys.');
    expect((await ask()).status).toBe(401);
  });
}

/** @returns the secret that the codes are made of */
function turnOnTwoFactor({ story, app }: Stage, section: Locator): Promise<string> {
  return story.step('Turn two-factor sign-in on, and keep the recovery codes', async () => {
    await dismissNotices(app);
    await section.getByRole('button', { name: 'Turn on' }).click();
    const setup = app.getByRole('dialog', { name: 'Turn on two-factor sign-in' });
    await expect(setup.getByRole('img', { name: 'QR code for your authenticator app' })).toBeVisible();
    const secret = (await setup.getByRole('textbox', { name: 'Secret' }).inputValue()).replaceAll(' ', '');
    await story.picture(app, 'two-factor');
    await setup.getByRole('textbox', { name: 'Code' }).fill(codeOf(secret));
    await app.keyboard.press('Enter');

    const done = app.getByRole('dialog', { name: 'Two-factor sign-in is on' });
    await expect(done.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem')).toHaveCount(10);
    await story.picture(app, 'recovery-codes');
    await done.getByRole('checkbox', { name: 'I have kept the recovery codes' }).check();
    await done.getByRole('button', { name: 'Done' }).click();
    await expect(section).toContainText('10 recovery codes left.');
    return secret;
  });
}
