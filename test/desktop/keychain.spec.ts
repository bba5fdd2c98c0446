import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { startInterposedServer } from '../helpers/interposed-server.ts';
import { openDesktop } from '../helpers/keyring.ts';
import type { Keyring } from '../helpers/keyring.ts';
import type { App } from './app.ts';
import { expect, test as base } from './fixtures.ts';

interface Fixtures {
  /** A desktop without a keyring yet. */
  desktop: Keyring;
  /** Starts the app on this desktop. */
  open: () => Promise<App>;
}

const test = base.extend<Fixtures>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright finds out what a fixture needs from this pattern.
  desktop: async ({}, use) => {
    const desktop = await openDesktop();
    await use(desktop);
    await desktop.close();
  },
  open: async ({ desktop, launch }, use) => use(() => launch(desktop.electronSwitches, desktop.environment)),
});

test.skip(process.platform !== 'linux', 'the keyring of a Linux desktop is what can be had without a person');

const none = 'You’ll need to sign in again next time, because no keychain is available on this computer.';
const locked = 'Your keychain is locked. Unlock it to stay signed in.';

test('a keychain that comes after the app keeps the session that has begun', async ({
  desktop,
  open,
  backend,
  team,
  profile,
}) => {
  const app = await open();
  await expect(app.page.getByText(none)).toBeVisible();
  await app.signIn.signIn({ server: backend.url, ...team.owner });
  await app.sidebar.link('Settings').click();
  const sessions = app.page.getByRole('region', { name: 'Sessions', exact: true });
  await expect(sessions).toContainText(none);

  await desktop.unlock();
  await expect(sessions).toContainText('You’ll stay signed in when you close the app.');
  await expect.poll(() => existsSync(join(profile, 'session'))).toBe(true);
  await app.close();
  const again = await open();
  await expect(again.page.getByRole('heading', { level: 1, name: team.name })).toBeVisible();
});

test('a locked keychain is not taken for none, and continues the session when it is unlocked', async ({
  desktop,
  open,
  backend,
  team,
}) => {
  await desktop.unlock();
  const first = await open();
  await first.signIn.signIn({ server: backend.url, ...team.owner });
  await expect(first.page.getByRole('heading', { level: 1, name: team.name })).toBeVisible();
  await first.close();

  await desktop.lock();
  const app = await open();
  await expect(app.page.getByText(locked)).toBeVisible();
  await desktop.unlock();
  await expect(app.page.getByRole('heading', { level: 1, name: team.name })).toBeVisible();
  await app.close();

  await desktop.end();
  const without = await open();
  await expect(without.page.getByText(none)).toBeVisible();
});

test('a session that is continued is refused by a server that needs a newer app, and says so', async ({
  desktop,
  open,
  backend,
  team,
}) => {
  await desktop.unlock();
  const between = await startInterposedServer(backend.url);
  try {
    const first = await open();
    await first.signIn.signIn({ server: between.url, ...team.owner });
    await expect(first.page.getByRole('heading', { level: 1, name: team.name })).toBeVisible();
    await first.close();

    // As after an update of the server by many releases.
    between.answerInPlace((request, response) => {
      const isQuestion = request.url === '/api/version';
      response.writeHead(isQuestion ? 200 : 503, {
        'Content-Type': 'application/json',
        'FastLinkIt-Version': '99.0.0',
      });
      response.end(JSON.stringify({ version: '99.0.0', minimumApp: '98.0.0', features: [] }));
    });
    const { page, signIn } = await open();
    await expect(page.getByRole('status').filter({ hasText: 'needs FastLinkIt Admin 98.0.0' })).toContainText(
      'Update the app.',
    );
    await expect(signIn.email).toHaveValue(team.owner.email);
    await expect(signIn.server).toHaveValue(between.url);
  } finally {
    await between.close();
  }
});
