import { bulkInvite } from '#contract/invite/api';
import type { ApiClient } from '../helpers/api-client.ts';
import type { TestData } from '../helpers/factories.ts';
import { chooseTheme } from '../helpers/electron-app.ts';
import { openFaultyProxy } from '../helpers/faulty-proxy.ts';
import { whileHeld } from '../helpers/hold-table.ts';
import { startBackend } from '../helpers/start-backend.ts';
import type { App } from './app.ts';
import { expect, expectAccessible, test } from './fixtures.ts';
import { InviteManyDialog } from './screens/invite-many-dialog.ts';
import { WorkTray } from './screens/work-tray.ts';

const emailsOf = (count: number) => Array.from({ length: count }, (_, index) => `person${index}@many.test`);

async function inviteMany(owner: ApiClient, organizationId: string, count: number): Promise<void> {
  const invites = emailsOf(count).map((email) => ({ email, role: 'agent' }));
  await owner.call(bulkInvite, { params: { organizationId }, body: { invites } });
}

/** Selects all open invites, and begins with them what the button says. */
async function actOnAll(
  { page, organization }: App,
  count: number,
  verb: 'Resend' | 'Revoke',
  confirm = async () => undefined as void,
): Promise<void> {
  const selection = page.getByRole('group', { name: 'Selection' });
  await organization.invites.getByRole('checkbox', { name: 'Select all shown' }).click();
  await selection.getByRole('button', { name: `Select all ${count}` }).click();
  await expect(selection).toContainText(`${count} selected`);
  await page.getByRole('button', { name: `${verb} selected` }).click();
  const question = organization.dialog(`${verb} ${count} invites?`);
  await expect(question.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await confirm();
  await question.getByRole('button', { name: verb, exact: true }).click();
}

/** How many invites were sent how often. */
async function sendCounts({ database }: TestData): Promise<[times: number, invites: number][]> {
  const { rows } = await database.pool.query<{ times: number; invites: string }>(
    'select send_count as times, count(*) as invites from invites group by 1 order by 1',
  );
  return rows.map(({ times, invites }) => [times, Number(invites)]);
}

test('a bulk run goes on wherever the user goes, and its report stays until it is dismissed', async ({
  signedIn,
  team,
  owner,
  testData,
}) => {
  await testData.setSeats(team.organizationId, null);
  await inviteMany(owner, team.organizationId, 200);
  const app = await signedIn(team.owner);
  const { page, electron, organization, sidebar } = app;
  const tray = new WorkTray(page);
  const progress = tray.status('Revoke selected');
  const isUnderWay = () => expect(progress).toHaveText(/^Revoking \d+ of 200…$/);

  await actOnAll(app, 200, 'Revoke');
  await expect(progress).toHaveText(/^Revoking [1-9]\d* of 200…$/);
  await whileHeld(testData, 'invites', async () => {
    await organization.tab('Members').click();
    await expect(organization.row('Agnes Agent')).toBeVisible();
    await isUnderWay();
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('combobox', { name: 'Search or type a command' })).toBeFocused();
    await page.keyboard.type('go to activity');
    await expect(page.getByRole('option', { name: 'Go to activity' })).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: 'Activity' })).toBeVisible();
    await isUnderWay();
    await electron.evaluate(
      ({ app }, link) => app.emit('second-instance', {}, [link]),
      `fastlinkit://organizations/${team.organizationId}`,
    );
    await expect(page.getByRole('heading', { level: 1, name: 'Acme Support' })).toBeVisible();
    await isUnderWay();
    await sidebar.link('Settings').click();
    await isUnderWay();
    for (const theme of ['Light', 'Dark'] as const) {
      await chooseTheme(electron, theme);
      await expectAccessible(page);
    }
  });
  await expect(progress).toHaveText('200 of 200 invites revoked', { timeout: 120_000 });
  const { rows } = await testData.database.pool.query('select distinct status from invites');
  expect(rows).toEqual([{ status: 'revoked' }]);

  await tray.button('Revoke selected', 'Details').click();
  const report = tray.report('Invites revoked');
  await expect(report.getByRole('row').nth(1)).toContainText('Revoked');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await sidebar.organization.click();
  await expect(page.getByText('No open invites')).toBeVisible();
  await tray.button('Revoke selected', 'Dismiss').click();
  await expect(tray.root).toBeHidden();
});

test('a bulk run is paused, goes on, and is stopped from any screen', async ({
  signedIn,
  team,
  owner,
  testData,
}) => {
  await testData.setSeats(team.organizationId, null);
  await inviteMany(owner, team.organizationId, 150);
  const app = await signedIn(team.owner);
  const tray = new WorkTray(app.page);
  const progress = tray.status('Revoke selected');
  await actOnAll(app, 150, 'Revoke');
  await tray.button('Revoke selected', 'Pause').click();
  await expect(progress).toHaveText(/^Paused\. \d+ not revoked yet\.$/);
  await app.sidebar.link('Settings').click();
  // What was being sent when it was paused may still be counted.
  await expect(progress).toHaveText(/^Paused\. \d+ not revoked yet\.$/);
  await tray.button('Revoke selected', 'Resume').click();
  await expect(progress).toHaveText(/^Revoking/);
  await tray.button('Revoke selected', 'Stop').click();
  await expect(progress).toHaveText(/^\d+ of 150 invites revoked, \d+ not revoked$/);
  await tray.button('Revoke selected', 'Details').click();
  const report = tray.report('Revoking stopped');
  await report.getByRole('combobox', { name: 'Show rows' }).selectOption('Not done');
  await expect(report.getByRole('row').nth(1)).toContainText('Not revoked');
  await report.getByRole('button', { name: /^Revoke remaining \d+$/ }).click();
  await expect(tray.report('Invites revoked')).toBeVisible({ timeout: 120_000 });
});

test(
  'a bulk run waits while the server is away, and no row is used up',
  { tag: '@guard:work-outage' },
  async ({ signedIn, team, owner, testData, backend, database, mailbox }) => {
    await testData.setSeats(team.organizationId, null);
    await inviteMany(owner, team.organizationId, 120);
    const app = await signedIn(team.owner);
    const progress = new WorkTray(app.page).status('Resend selected');
    await actOnAll(app, 120, 'Resend');
    await expect(progress).toHaveText(/^Resending [1-9]\d* of 120…$/);
    await whileHeld(testData, 'invites', async () => {
      backend.signal('SIGKILL');
      await backend.exited;
    });
    await expect(progress).toHaveText(/^Waiting for the server\. \d+ not resent yet\.$/);
    const again = await startBackend({
      databaseUrl: database.url,
      smtpUrl: mailbox.smtpUrl,
      environment: { FASTLINKIT_PORT: new URL(backend.url).port },
    });
    await expect(progress).toHaveText('120 of 120 invites resent', { timeout: 120_000 });
    expect(await sendCounts(testData)).toEqual([[2, 120]]);
    await again.stop();
  },
);

test('invites whose answer was lost are recognized as sent, and nobody is invited twice', async ({
  app,
  team,
  testData,
  backend,
  mailbox,
}) => {
  await testData.setSeats(team.organizationId, null);
  let isAway = false;
  // Nothing listens on the first port of a computer.
  const proxy = await openFaultyProxy(() => (isAway ? 1 : Number(new URL(backend.url).port)));
  try {
    await app.signIn.signIn({ server: proxy.url, ...team.owner });
    const many = new InviteManyDialog(app.page);
    await many.paste(emailsOf(120).join('\n'));
    await expect(many.send).toHaveText('Send 120 invites');
    await whileHeld(testData, 'invites', async () => {
      await many.send.click();
      await expect(many.progress).toBeVisible();
      // The request is with the server, which cannot answer it yet.
      const waiting = `select 1 from pg_stat_activity where wait_event_type = 'Lock'`;
      await expect.poll(async () => (await testData.database.pool.query(waiting)).rowCount).not.toBe(0);
      proxy.hold(true);
    });
    await expect.poll(() => sendCounts(testData)).toEqual([[1, 50]]);
    isAway = true;
    proxy.cut();
    proxy.hold(false);
    await expect(many.summary).toContainText('Waiting for the server. 120 not sent yet.');
    isAway = false;
    await expect(many.summary).toHaveText('120 of 120 invites sent', { timeout: 120_000 });
    expect(await sendCounts(testData)).toEqual([[1, 120]]);
    await mailbox.next('person119@many.test');
    expect(mailbox.to('person0@many.test')).toHaveLength(1);
  } finally {
    await proxy.close();
  }
});
