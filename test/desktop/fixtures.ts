import { AxeBuilder } from '@axe-core/playwright';
import { chromium, expect, test as base } from '@playwright/test';
import type { Browser, Page, TestInfo } from '@playwright/test';
import { chromiumLaunchOptions } from '../../scripts/setup/chromium.mjs';
import { hasDisplay, startVirtualDisplay } from '../../scripts/setup/display.mjs';
import { removeFolder, temporaryFolder } from '../../scripts/setup/temporary-folder.mjs';
import { signIn as signInByApi, type ApiClient } from '../helpers/api-client.ts';
import type { TestDatabase } from '../helpers/databases.ts';
import { openTestData, type Person, type Team, type TestData } from '../helpers/factories.ts';
import type { Mailbox } from '../helpers/mailbox.ts';
import { reuseServer, startServer, type ReusedServer, type Server } from '../helpers/reused-server.ts';
import type { Backend } from '../helpers/start-backend.ts';
import { launchApp, type App } from './app.ts';
import { reuseApp, type ReusedApp } from './reused-app.ts';

export { expect } from '@playwright/test';

interface TestFixtures {
  /** An earlier release of the server, which is kept in `test/releases`; undefined: this one. */
  serverRelease: string | undefined;
  /** The folder of an earlier release of the app; undefined: this one. */
  appFolder: string | undefined;
  server: Server;
  /** For tests that need the profile of the app or start it once more: with this it is one of theirs alone. */
  ownApp: boolean;
  mailbox: Mailbox;
  database: TestDatabase;
  backend: Backend;
  testData: TestData;
  /** Acme Support: an owner, an admin and an agent, on ten seats. */
  team: Team;
  /** Calls the API as the team's owner, as if from another place. */
  owner: ApiClient;
  /** The folder of the app's profile; the same one for every start within a test. */
  profile: string;
  /** Starts the app, with links or switches if some are given. A test that starts it again closes it before. */
  launch: (args?: string[], environment?: Record<string, string>) => Promise<App>;
  /** The app, at the sign-in screen. */
  app: App;
  /** The app, with somebody signed in who looks at the team's organization. */
  signedIn: (person: Person) => Promise<App>;
}

interface WorkerFixtures {
  display: Record<string, string | undefined>;
  /**
   * Ends what a test has used while the next one begins already, one after the other: a server that is asked to end
   * first waits for its balancer and its last requests. What fails then fails the run.
   */
  afterwards: (end: () => Promise<unknown>) => void;
  reusedServer: ReusedServer;
  reusedApp: ReusedApp;
  /** Where invitees open their mail. */
  browserOfInvitee: Browser;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  display: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright finds out what a fixture needs from this pattern.
    async ({}, use) => {
      if (hasDisplay()) return use({});
      const display = await startVirtualDisplay();
      await use(display.environment);
      display.stop();
    },
    { scope: 'worker' },
  ],
  afterwards: [
    // oxlint-disable-next-line no-empty-pattern -- as above
    async ({}, use) => {
      const errors: unknown[] = [];
      let last = Promise.resolve();
      await use((end) => {
        last = last.then(async () => void (await end())).catch((error: unknown) => void errors.push(error));
      });
      await last;
      if (errors.length > 0) throw new AggregateError(errors, 'what a test had used did not end in order');
    },
    { scope: 'worker' },
  ],
  reusedApp: [
    // oxlint-disable-next-line no-empty-pattern -- as above
    async ({}, use) => {
      const app = reuseApp();
      await use(app);
      await app.end();
    },
    { scope: 'worker' },
  ],
  reusedServer: [
    async ({ afterwards }, use) => {
      const server = reuseServer(afterwards);
      await use(server);
      server.end();
    },
    { scope: 'worker' },
  ],
  browserOfInvitee: [
    // oxlint-disable-next-line no-empty-pattern -- as above
    async ({}, use) => {
      const browser = await chromium.launch(chromiumLaunchOptions());
      await use(browser);
      await browser.close();
    },
    { scope: 'worker' },
  ],
  serverRelease: [undefined, { option: true }],
  appFolder: [undefined, { option: true }],
  ownApp: [false, { option: true }],
  server: async ({ reusedServer, serverRelease, afterwards }, use, testInfo) => {
    if (serverRelease === undefined) {
      await use(await reusedServer.take());
      reusedServer.giveBack(testInfo.status === testInfo.expectedStatus);
      return;
    }
    const server = await startServer(serverRelease);
    await use(server);
    afterwards(server.backend.stop);
    afterwards(server.mailbox.close);
    afterwards(server.database.drop);
  },
  mailbox: ({ server }, use) => use(server.mailbox),
  database: ({ server }, use) => use(server.database),
  backend: ({ server }, use) => use(server.backend),
  testData: async ({ database }, use) => {
    const testData = openTestData(database.url);
    await use(testData);
    await testData.close();
  },
  team: async ({ testData }, use) => use(await testData.team({ name: 'Acme Support', maxSeats: 10 })),
  owner: async ({ backend, team }, use) => {
    const { client } = await signInByApi(backend.url, team.owner);
    await use(client);
  },
  // oxlint-disable-next-line no-empty-pattern -- as above
  profile: async ({}, use) => {
    const folder = temporaryFolder('fastlinkit-profile');
    await use(folder);
    removeFolder(folder);
  },
  launch: async ({ profile, display, appFolder }, use, testInfo) => {
    const started: App[] = [];
    await use(async (args = [], environment = {}) => {
      const app = await launchApp({ profile, environment: { ...display, ...environment }, args, appFolder });
      started.push(app);
      return app;
    });
    for (const [index, app] of started.entries()) {
      if (testInfo.status !== testInfo.expectedStatus)
        await attachWindow(testInfo, app.page, `window-${index}`);
      await app.end();
    }
  },
  app: async ({ ownApp, appFolder, reusedApp, display, launch }, use, testInfo) => {
    if (ownApp || appFolder !== undefined) return use(await launch());
    const app = await reusedApp.take(display);
    await use(app);
    const isGood = testInfo.status === testInfo.expectedStatus;
    if (!isGood) await attachWindow(testInfo, app.page, 'window');
    return reusedApp.giveBack(isGood);
  },
  signedIn: async ({ app, backend }, use) => {
    await use(async (person) => {
      await app.signIn.signIn({ server: backend.url, ...person });
      await expect(app.page.getByRole('heading', { level: 1, name: 'Acme Support' })).toBeVisible();
      return app;
    });
  },
});

/**
 * Fails with each rule of WCAG 2.2 AA, and each good practice, that the window breaks as it stands.
 *
 * @param popup true while a menu or a list is open: those lie over the page and in no part of it
 */
export async function expectAccessible(page: Page, { popup = false } = {}): Promise<void> {
  const axe = new AxeBuilder({ page })
    // A window of Electron cannot open the blank page that axe would put its results together in.
    .setLegacyMode(true)
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']);
  const { violations } = await axe.disableRules(popup ? ['region'] : []).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
}

async function attachWindow(testInfo: TestInfo, page: Page, name: string): Promise<void> {
  if (page.isClosed()) return;
  // A page that hangs draws nothing, and its test has failed for what it says.
  const body = await page.screenshot({ timeout: 10_000 }).catch(() => undefined);
  if (body) await testInfo.attach(name, { body, contentType: 'image/png' });
}
