import { AxeBuilder } from '@axe-core/playwright';
import { chromium, expect, test as base } from '@playwright/test';
import type { Browser, ElectronApplication, Page } from '@playwright/test';
import { chromiumLaunchOptions } from '../../scripts/setup/chromium.mjs';
import { hasDisplay, startVirtualDisplay } from '../../scripts/setup/display.mjs';
import { removeFolder, temporaryFolder } from '../../scripts/setup/temporary-folder.mjs';
import { signIn as signInByApi, type ApiClient } from '../support/api-client.ts';
import { createDatabase, type TestDatabase } from '../support/databases.ts';
import { startWithWindow } from '../support/electron-app.ts';
import { openWorld, type Person, type Team, type World } from '../support/factories.ts';
import { openMailbox, type Mailbox } from '../support/mailbox.ts';
import { startBackend, type Backend } from '../support/start-backend.ts';
import { OrganizationScreen } from './screens/organization-screen.ts';
import { Sidebar } from './screens/sidebar.ts';
import { SignInScreen } from './screens/sign-in-screen.ts';

export { expect } from '@playwright/test';

/** The app as it was started, with what is on its window. */
export interface App {
  electron: ElectronApplication;
  page: Page;
  signIn: SignInScreen;
  sidebar: Sidebar;
  organization: OrganizationScreen;
  close: () => Promise<void>;
}

interface TestFixtures {
  mailbox: Mailbox;
  database: TestDatabase;
  backend: Backend;
  world: World;
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
  browserOfInvitee: [
    // oxlint-disable-next-line no-empty-pattern -- as above
    async ({}, use) => {
      const browser = await chromium.launch(chromiumLaunchOptions());
      await use(browser);
      await browser.close();
    },
    { scope: 'worker' },
  ],
  // oxlint-disable-next-line no-empty-pattern -- as above
  mailbox: async ({}, use) => {
    const mailbox = await openMailbox();
    await use(mailbox);
    await mailbox.close();
  },
  // oxlint-disable-next-line no-empty-pattern -- as above
  database: async ({}, use) => {
    const database = await createDatabase();
    await use(database);
    await database.drop();
  },
  backend: async ({ database, mailbox }, use) => {
    const backend = await startBackend({ databaseUrl: database.url, smtpUrl: mailbox.smtpUrl });
    await use(backend);
    await backend.stop();
  },
  // The backend is asked for first: it makes the tables.
  world: async ({ backend, database }, use) => {
    expect(backend.url).not.toBe('');
    const world = openWorld(database.url);
    await use(world);
    await world.close();
  },
  team: async ({ world }, use) => use(await world.team({ name: 'Acme Support', maxSeats: 10 })),
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
  launch: async ({ profile, display }, use, testInfo) => {
    const started: App[] = [];
    await use(async (args = [], environment = {}) => {
      const app = await launchApp(profile, { ...display, ...environment }, args);
      started.push(app);
      return app;
    });
    for (const [index, { page, close }] of started.entries()) {
      if (testInfo.status !== testInfo.expectedStatus && !page.isClosed()) {
        const body = await page.screenshot();
        await testInfo.attach(`window-${index}`, { body, contentType: 'image/png' });
      }
      await close();
    }
  },
  app: async ({ launch }, use) => use(await launch()),
  signedIn: async ({ app, backend }, use) => {
    await use(async (person) => {
      await app.signIn.signIn({ server: backend.url, ...person });
      await expect(app.page.getByRole('heading', { level: 1, name: 'Acme Support' })).toBeVisible();
      return app;
    });
  },
});

async function launchApp(
  profile: string,
  environment: Record<string, string | undefined>,
  args: string[],
): Promise<App> {
  const { electron, page } = await startWithWindow({ profile, args, environment });
  return {
    electron,
    page,
    signIn: new SignInScreen(page),
    sidebar: new Sidebar(page),
    organization: new OrganizationScreen(page),
    close: () => electron.close(),
  };
}

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
