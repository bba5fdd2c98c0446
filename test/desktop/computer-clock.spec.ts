import { createInvite } from '#contract/invite/api';
import { inviteLifetimeMs } from '#contract/invite/model';
import { removeFolder } from '../../scripts/setup/temporary-folder.mjs';
import { createAppWithClock } from '../helpers/app-with-clock.ts';
import { captureNotifications } from '../helpers/notifications.ts';
import type { App } from './app.ts';
import { expect, test as base } from './fixtures.ts';

const hour = 3_600_000;
const day = 24 * hour;

/** `clockOffset`: how far this computer's clock is ahead, in milliseconds. */
const test = base.extend<{ clockOffset: number }>({
  clockOffset: [0, { option: true }],
  appFolder: async ({ clockOffset }, use) => {
    if (clockOffset === 0) return use(undefined);
    const folder = createAppWithClock(clockOffset);
    await use(folder);
    removeFolder(folder);
  },
});

// The clock of a page stays as it was set.
test.use({ ownApp: true });

/** Sets the clock of a page as far as its scripts can see, also after a reload. */
async function setClockOfPage({ page }: App, byMs: number): Promise<void> {
  await page.addInitScript((byMs) => {
    const { now } = Date;
    Date.now = () => now() + byMs;
  }, byMs);
  await page.reload();
}

for (const { clockOffset, side } of [
  { clockOffset: 8 * day, side: 'ahead' },
  { clockOffset: -8 * day, side: 'behind' },
]) {
  test.describe(`on a computer whose clock is 8 days ${side}`, () => {
    test.use({ clockOffset });

    test(
      'shows statuses and times by the server’s clock, and says that this computer’s is off',
      { tag: '@guard:server-time' },
      async ({ app, backend, owner, team, testData }) => {
        const params = { organizationId: team.organizationId };
        const invite = (email: string) =>
          owner.call(createInvite, { params, body: { email, role: 'agent' } });
        const [later, soon, over] = [
          await invite('later@example.test'),
          await invite('soon@example.test'),
          await invite('over@example.test'),
        ];
        await testData.age(soon.id, inviteLifetimeMs - 5 * hour - 60_000);
        await testData.age(over.id, inviteLifetimeMs + 2 * day);

        const { organization, page, sidebar } = app;
        await setClockOfPage(app, clockOffset);
        await app.signIn.signIn({ server: backend.url, ...team.owner });
        await expect(organization.row(later.email)).toContainText('in 7 days');
        await expect(organization.row(soon.email)).toContainText('in 5 hours');
        await expect(organization.row(over.email)).toContainText('Expired');
        await expect(organization.row(over.email)).toContainText('9 days ago');
        await expect(sidebar.root).toContainText(
          `This computer’s clock is 8 days ${side}. Times here follow the server.`,
        );
        await organization.invite('newest@example.test');
        await expect(organization.row('newest@example.test')).toContainText('in 7 days');
        await page.reload();
        await expect(organization.row(later.email)).toContainText('in 7 days');
      },
    );
  });
}

/** Sets this computer's clock, as far as the running app can see. */
async function setClock({ electron, page }: App, byMs: number): Promise<void> {
  await electron.evaluate((_electron, byMs) => {
    const { now } = Date;
    Date.now = () => now() + byMs;
  }, byMs);
  await page.evaluate((byMs) => {
    const { now } = Date;
    Date.now = () => now() + byMs;
  }, byMs);
}

test('goes on by the server’s clock when this computer’s is set back while the app runs', async ({
  signedIn,
  team,
  owner,
  mailbox,
  backend,
}) => {
  const app = await signedIn(team.owner);
  const { electron, organization, sidebar } = app;
  await organization.invite('later@example.test');
  const row = organization.row('later@example.test');
  await expect(row).toContainText('in 7 days');
  await expect(sidebar.root).not.toContainText('clock');

  await setClock(app, -8 * day);
  await expect(sidebar.root).toContainText('This computer’s clock is 8 days behind.');
  await expect(row).toContainText('in 7 days');
  const notifications = await captureNotifications(electron, false);
  mailbox.refuse('nobody@example.test', { code: 550, message: 'mailbox unavailable' });
  const params = { organizationId: team.organizationId };
  await owner.call(createInvite, { params, body: { email: 'nobody@example.test', role: 'agent' } });
  await expect.poll(notifications.shown).toHaveLength(1);
  await expect(organization.row('nobody@example.test')).toContainText('in 7 days');

  backend.signal('SIGKILL');
  await backend.exited;
  await expect(organization.connection).toContainText(/trying again in \d{1,2} seconds/);
  await setClock(app, 8 * day);
  await expect(sidebar.root).not.toContainText('clock');
  await expect(organization.connection).toContainText(/trying again in \d{1,2} seconds/);
  await expect(row).toContainText('in 7 days');
});
