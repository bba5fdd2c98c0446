import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { removeFolder, temporaryFolder } from '../../scripts/setup/temporary-folder.mjs';
import type { App } from '../desktop/app.ts';
import { expect, test as base } from '../desktop/fixtures.ts';
import { startAgain } from '../helpers/electron-app.ts';
import { startBackend } from '../helpers/start-backend.ts';
import { DemoMailbox } from './demo-mailbox.ts';

/** What each chapter of the tour works with. */
export interface Tour {
  app: App;
  /** Where the backend listens. */
  server: string;
  mailbox: DemoMailbox;
  /** The browser of invitees and of a second device. */
  browser: Browser;
  /** Saves what a window shows as the next picture, as soon as all of it has been loaded. */
  picture: (page: Page, name: string) => Promise<void>;
  /** Opens a deep link as the system does: the app is started once more, hands the link on and ends. */
  openLink: (link: string) => Promise<void>;
}

/** The fixtures of the desktop tests, with the demo's backend: its embedded PostgreSQL, its data and its mailbox. */
export const test = base.extend<{ picture: Tour['picture']; tour: Tour }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright finds out what a fixture needs from this pattern.
  backend: async ({}, use) => {
    const folder = temporaryFolder('fastlinkit-tour');
    const dataDir = join(folder, 'data');
    mkdirSync(dataDir, { mode: 0o711 });
    const backend = await test.step('Start the backend: PostgreSQL, demo data, mailbox', () =>
      startBackend({ dataDir, demo: true }));
    await use(backend);
    await backend.stop();
    removeFolder(folder);
  },
  app: async ({ launch, picture }, use, testInfo) => {
    const app = await test.step('Open the app', async () => {
      const opened = await launch();
      await expect(opened.signIn.submit).toBeVisible();
      return opened;
    });
    await use(app);
    if (testInfo.status !== testInfo.expectedStatus && !app.page.isClosed())
      await picture(app.page, 'failed');
  },
  // oxlint-disable-next-line no-empty-pattern -- as above
  picture: async ({}, use, testInfo) => {
    let count = 0;
    await use(async (page, name) => {
      if (name !== 'failed') await expect(page.locator('.mantine-Skeleton-root')).toHaveCount(0);
      // Away from the last click, so that nothing is highlighted by the pointer.
      await page.mouse.move(0, 0);
      count += 1;
      const file = `${String(count).padStart(2, '0')}-${name}.png`;
      await page.screenshot({ path: join(testInfo.project.outputDir, file), animations: 'disabled' });
    });
  },
  tour: async ({ backend, app, browserOfInvitee, picture, profile, display }, use) => {
    const { url: server, ready } = backend;
    if (ready.mailbox === undefined) throw new Error('The backend started no mailbox.');
    await use({
      app,
      server,
      mailbox: new DemoMailbox(ready.mailbox),
      browser: browserOfInvitee,
      picture,
      async openLink(link) {
        const [exit] = await startAgain({ profile, environment: display }, [[link]]);
        if (exit !== 0) throw new Error(`The app that was started with the link ended with ${String(exit)}.`);
      },
    });
  },
});

export { expect } from '../desktop/fixtures.ts';
