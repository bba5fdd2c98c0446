import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunSummary } from '#contract/work/model';
import type { TestData } from '../helpers/factories.ts';
import { whileHeld } from '../helpers/hold-table.ts';
import { openKeyring, type Keyring } from '../helpers/keyring.ts';
import { answerQuestions } from '../helpers/questions.ts';
import type { App } from './app.ts';
import { expect, test as base } from './fixtures.ts';
import { InviteManyDialog } from './screens/invite-many-dialog.ts';
import { WorkTray } from './screens/work-tray.ts';

const test = base.extend<{ keyring: Keyring }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright finds out what a fixture needs from this pattern.
  keyring: async ({}, use) => {
    const keyring = await openKeyring();
    await use(keyring);
    await keyring.close();
  },
});

const count = 200;
const emails = Array.from({ length: count }, (_, index) => `person${index}@many.test`);

/** Has the invites ready. @returns what sends them and leaves the dialog */
async function reviewInvites({ page, electron }: App): Promise<() => Promise<void>> {
  const many = new InviteManyDialog(page);
  await many.pasteFromClipboard(electron, emails.join('\n'));
  await expect(many.send).toHaveText(`Send ${count} invites`);
  return async () => {
    await many.send.click();
    await expect(many.progress).toBeVisible();
    await many.close.click();
  };
}

/** The runs, asked for in the page; Playwright itself has lost sight of a page that crashed. */
const runsInPage = ({ electron }: App): Promise<RunSummary[] | undefined> =>
  electron.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    if (contents === undefined || contents.isCrashed() || contents.isLoading()) return undefined;
    const asked = contents
      .executeJavaScript('window.fastlinkit.work.current()')
      .catch(() => undefined) as Promise<{ value: RunSummary[] } | undefined>;
    // A page that crashes meanwhile never answers.
    const tooLate = new Promise<undefined>((resolve) => setTimeout(resolve, 2_000, undefined));
    const answer = await Promise.race([asked, tooLate]);
    return answer?.value;
  });

async function expectEachInvitedOnce({ database }: TestData): Promise<void> {
  const { rows } = await database.pool.query(
    'select send_count as times, count(*)::int as invites from invites group by 1',
  );
  expect(rows).toEqual([{ times: 1, invites: count }]);
}

test(
  'asks before work is left by reload, close, quit or sign-out, and goes on after a reload and a crash',
  { tag: '@guard:work-leaving' },
  async ({ signedIn, team, testData }) => {
    await testData.setSeats(team.organizationId, null);
    const app = await signedIn(team.owner);
    const { page, electron, sidebar } = app;
    const tray = new WorkTray(page);
    const questions = await answerQuestions(electron, ['Cancel', 'Cancel', 'Cancel', 'Cancel', 'Reload']);
    const reload = () =>
      electron.evaluate(({ Menu }) => {
        const view = Menu.getApplicationMenu()?.items.find(({ label }) => label.includes('View'));
        view?.submenu?.items.find(({ label }) => label === 'Reload')?.click();
      });
    const mark = () => page.evaluate(() => Object.assign(globalThis, { isMarked: true }).isMarked);
    // While it reloads, there is no page to ask.
    const isMarked = () => page.evaluate(() => 'isMarked' in globalThis).catch(() => true);

    const sendInvites = await reviewInvites(app);
    await whileHeld(testData, 'invites', async () => {
      await sendInvites();
      await mark();
      await reload();
      await expect.poll(questions).toHaveLength(1);
      await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
      await expect.poll(questions).toHaveLength(2);
      await electron.evaluate(({ app }) => app.quit());
      await expect.poll(questions).toHaveLength(3);
      await sidebar.signOut.click();
      await expect.poll(questions).toHaveLength(4);
      const left = `with ${count} invites not sent yet?`;
      expect(await questions()).toEqual([
        `Reload ${left}`,
        `Quit ${left}`,
        `Quit ${left}`,
        `Sign out ${left}`,
      ]);
      expect(await isMarked()).toBe(true);
      await expect(tray.status('Invite many')).toHaveText(`Sending 0 of ${count}…`);

      await reload();
      await expect.poll(isMarked).toBe(false);
      await expect(tray.status('Invite many')).toHaveText(`Sending 0 of ${count}…`);
      await electron.evaluate(({ BrowserWindow }) => {
        BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer();
      });
      await expect.poll(() => runsInPage(app)).toMatchObject([{ status: 'running' }]);
    });
    await expect
      .poll(() => runsInPage(app), { timeout: 120_000 })
      .toMatchObject([{ status: 'done', counts: { done: count } }]);
    await expectEachInvitedOnce(testData);
    // Nothing is left, so that nothing is asked.
    const closed = electron.waitForEvent('close');
    await electron.evaluate(({ app }) => app.quit());
    await closed;
  },
);

test.describe('with a keychain', () => {
  test.skip(
    process.platform !== 'linux',
    'the keyring of a Linux desktop is what can be had without a person',
  );

  test('what is left goes on after a restart of the app', async ({
    keyring,
    launch,
    backend,
    team,
    testData,
    profile,
  }) => {
    await testData.setSeats(team.organizationId, null);
    const app = await launch(keyring.electronSwitches, keyring.environment);
    await app.signIn.signIn({ server: backend.url, ...team.owner });
    await expect(app.page.getByRole('heading', { level: 1, name: 'Acme Support' })).toBeVisible();
    const questions = await answerQuestions(app.electron, ['Cancel', 'Quit']);
    const sendInvites = await reviewInvites(app);
    await whileHeld(testData, 'invites', async () => {
      await sendInvites();
      await app.electron.evaluate(({ app }) => app.quit());
      await expect.poll(questions).toEqual([`Quit with ${count} invites not sent yet?`]);
      // The server has the first of them by now, and this app never gets the answer.
      const closed = app.electron.waitForEvent('close');
      await app.electron.evaluate(({ app }) => app.quit());
      await closed;
    });
    const kept = readFileSync(join(profile, 'work'));
    expect(kept.includes('many.test') || kept.includes('many.test', 0, 'utf16le')).toBe(false);

    const again = await launch(keyring.electronSwitches, keyring.environment);
    await expect(new WorkTray(again.page).status('Invite many')).toHaveText(
      `${count} of ${count} invites sent`,
      { timeout: 120_000 },
    );
    await expectEachInvitedOnce(testData);
  });
});

test('without a keychain, quitting says that what is left is lost', async ({ signedIn, team, testData }) => {
  await testData.setSeats(team.organizationId, null);
  const app = await signedIn(team.owner);
  await app.electron.evaluate(({ dialog }) => {
    dialog.showMessageBox = (...given: unknown[]) => {
      const { detail } = given.at(-1) as { detail: string };
      Object.assign(globalThis, { askedDetail: detail });
      return Promise.resolve({ response: 1, checkboxChecked: false });
    };
  });
  const sendInvites = await reviewInvites(app);
  await whileHeld(testData, 'invites', async () => {
    await sendInvites();
    await app.electron.evaluate(({ app }) => app.quit());
    await expect
      .poll(() => app.electron.evaluate(() => (globalThis as { askedDetail?: string }).askedDetail))
      .toMatch(/no keychain is available/);
  });
});

test('what was under way when the server ended the session goes on after the next sign-in', async ({
  signedIn,
  backend,
  team,
  testData,
}) => {
  await testData.setSeats(team.organizationId, null);
  const app = await signedIn(team.owner);
  const tray = new WorkTray(app.page);
  const sendInvites = await reviewInvites(app);
  await whileHeld(testData, 'invites', async () => {
    await sendInvites();
    await tray.button('Invite many', 'Pause').click();
    await expect(tray.status('Invite many')).toHaveText(`Paused. ${count} not sent yet.`);
  });
  await testData.database.pool.query('delete from sessions');
  // Whichever comes first: the live connection finds out, or the next thing that the user does.
  await app.organization
    .tab('Members')
    .click({ timeout: 2000 })
    .catch(() => undefined);
  await expect(app.signIn.password).toBeVisible();
  await app.signIn.signIn({ server: backend.url, ...team.owner });
  await tray.button('Invite many', 'Resume').click();
  await expect(tray.status('Invite many')).toHaveText(`${count} of ${count} invites sent`, {
    timeout: 120_000,
  });
  await expectEachInvitedOnce(testData);
});
