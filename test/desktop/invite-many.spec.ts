import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInvite } from '#contract/invite/api';
import { chooseTheme } from '../helpers/electron-app.ts';
import { expect, expectAccessible, test } from './fixtures.ts';
import { InviteManyDialog } from './screens/invite-many-dialog.ts';

const numbered = (count: number): string =>
  Array.from({ length: count }, (_, index) => `person${index + 1}@many.test`).join('\n');

test('marks each row before anything is sent, and sends what is ready', async ({
  signedIn,
  team,
  owner,
  mailbox,
}) => {
  const params = { organizationId: team.organizationId };
  await owner.call(createInvite, { params, body: { email: 'open@x.test', role: 'agent' } });
  await mailbox.next('open@x.test');
  const { page, organization } = await signedIn(team.owner);
  const many = new InviteManyDialog(page);
  await many.paste(
    [
      'Ann Ace <ann@x.test>, admin; bob@x.test',
      'dee@, BOB@x.test',
      `${team.agent.email}; open@x.test`,
      'cy@gmial.com',
    ].join('\n'),
  );

  for (const [number, words] of [
    [1, 'Ready'],
    [2, 'Ready'],
    [3, 'Not an email address'],
    [4, 'Duplicate of row 2'],
    [5, 'Already a member'],
    [6, 'Already invited'],
    [7, 'Possible typo'],
  ] as const) {
    await expect(many.row(number)).toContainText(words);
  }
  await expect(many.summary).toContainText(
    '3 invites ready. Skipped: 1 duplicate, 1 invalid, 1 already a member, 1 already invited. 1 possible typo.',
  );
  expect(mailbox.to('ann@x.test')).toEqual([]);

  await many.row(7).getByRole('button', { name: 'Use cy@gmail.com' }).click();
  await expect(many.email(7)).toHaveValue('cy@gmail.com');
  await expect(many.row(7)).toContainText('Ready');
  await many.row(6).getByRole('button', { name: 'Resend' }).click();
  await expect(many.row(6)).toContainText('Resent');
  await mailbox.next('open@x.test');
  await many.email(3).fill('dee@x.test');
  await expect(many.row(3)).toContainText('Ready');

  await many.button('Send 4 invites').click();
  await expect(many.summary).toHaveText('4 of 4 invites sent');
  await expect(many.row(4)).toContainText('Skipped: duplicate of row 2');
  await many.button('Done').click();
  await expect(many.root).toBeHidden();
  await expect(organization.row('ann@x.test')).toContainText('Admin');
  await expect(organization.row('cy@gmail.com')).toContainText('Agent');
  await expect(organization.tab('Pending invites', 5)).toBeVisible();
  await mailbox.next('dee@x.test');
});

test('says what does not fit into the free seats, and names each row that failed', async ({
  signedIn,
  team,
  owner,
  testData,
}) => {
  const params = { organizationId: team.organizationId };
  await testData.setSeats(team.organizationId, 5);
  const { page, organization } = await signedIn(team.owner);
  const many = new InviteManyDialog(page);
  await many.paste(numbered(3));
  await expect(many.summary).toContainText('2 invites ready. Skipped: 1 without a seat.');
  await expect(many.row(3)).toContainText('No seat left');
  await expect(many.root).toContainText('Only 2 seats are free, so only the first 2 invites will be sent.');

  // Somebody takes a seat, and it shows at once.
  await owner.call(createInvite, { params, body: { email: 'quick@x.test', role: 'agent' } });
  await expect(many.summary).toContainText('1 invite ready. Skipped: 2 without a seat.');
  await testData.setSeats(team.organizationId, 6);
  await owner.call(createInvite, { params, body: { email: 'quicker@x.test', role: 'agent' } });
  await expect(many.summary).toContainText('1 invite ready.');
  // Meanwhile the address itself has been invited by somebody else.
  await testData.setSeats(team.organizationId, 8);
  await owner.call(createInvite, { params, body: { email: 'person1@many.test', role: 'agent' } });
  await expect(many.summary).toContainText('2 invites ready.');
  await many.send.click();
  await expect(many.summary).toHaveText('1 of 2 invites sent, 1 failed');
  await expect(many.row(1)).toContainText('This address already has an open invite.');
  await expect(many.row(2)).toContainText('Invited');
  await expect(organization.dialog('Invites sent')).toBeVisible();
  await many.root.getByRole('combobox', { name: 'Show rows' }).selectOption('Failed');
  await expect(many.root.getByRole('row')).toHaveCount(2);
  await expect(many.row(1)).toContainText('person1@many.test');
  await many.button('Retry failed (1)').click();
  await expect(many.summary).toHaveText('1 of 2 invites sent, 1 failed');
});

test('reads a CSV file, and saves a report', async ({ signedIn, team, profile }) => {
  const { electron, page } = await signedIn(team.owner);
  const many = new InviteManyDialog(page);
  await many.open.click();
  await many.file.setInputFiles({
    name: 'people.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(
      'Name,Email,Role\n"Doe, Jane",jane@x.test,Admin\nBob,bob@x.test,Boss\n,,\n,nobody,\n',
    ),
  });
  await expect(many.email(1)).toHaveValue('jane@x.test');
  await expect(many.row(2)).toContainText('“Boss” can’t be invited; will join as an Agent');
  await expect(many.row(3)).toContainText('Not an email address');
  await many.root.getByRole('combobox', { name: 'Role of all rows' }).selectOption('Admin');
  await expect(many.row(2)).not.toContainText('can’t be invited');
  await many.button('Send 2 invites').click();
  await expect(many.summary).toHaveText('2 of 2 invites sent');

  const path = join(profile, 'report.csv');
  await electron.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, path);
  await many.button('Save report').click();
  await expect
    .poll(async () => (await readFile(path, 'utf8').catch(() => '')).trim().split(/\r?\n/u))
    .toEqual([
      'email,role,result,reason',
      'jane@x.test,admin,invited,',
      'bob@x.test,admin,invited,',
      'nobody,admin,not sent,Not an email address',
    ]);
});

test('a file that is of no use says why, and nothing typed is lost', async ({ signedIn, team }) => {
  const { page } = await signedIn(team.owner);
  const many = new InviteManyDialog(page);
  await many.open.click();
  await many.review.click();
  await expect(many.addresses).toHaveAccessibleDescription(/Paste at least one address/);
  await many.addresses.fill('ann@x.test');
  await many.file.setInputFiles({ name: 'empty.csv', mimeType: 'text/csv', buffer: Buffer.from('email\n') });
  await expect(many.addresses).toHaveAccessibleDescription(/No email addresses found in empty\.csv/);
  await page.keyboard.press('Escape');
  await expect(many.root).toBeHidden();
  await many.open.click();
  await expect(many.addresses).toHaveValue('ann@x.test');
  await many.review.click();
  await many.email(1).fill('anna@x.test');
  await many.close.click();
  await many.open.click();
  await expect(many.email(1)).toHaveValue('anna@x.test');
  await many.back.click();
  await expect(many.addresses).toHaveValue('ann@x.test');
  await many.review.click();
  await expect(many.email(1)).toHaveValue('anna@x.test');
});

test('a thousand rows: checked, sent with progress, stopped and taken up again', async ({
  signedIn,
  team,
  testData,
}) => {
  await testData.setSeats(team.organizationId, null);
  const { page, electron, organization } = await signedIn(team.owner);
  const many = new InviteManyDialog(page);
  await many.pasteFromClipboard(electron, numbered(1000));
  await expect(many.summary).toContainText('1,000 invites ready.');
  // Only what is in view is drawn.
  expect(await many.root.getByRole('row').count()).toBeLessThan(60);
  await many.email(1).focus();
  await page.keyboard.type('ing');
  await expect(many.email(1)).toHaveValue(/ing/);

  await many.button('Send 1,000 invites').click();
  await expect(many.progress).toHaveJSProperty('max', 1000);
  await many.stop.click();
  await expect(many.summary).toHaveText(/^\d+ of 1,000 invites sent, \d+ not sent$/);
  const sent = Number(/^\d+/.exec((await many.summary.textContent()) ?? '')?.[0]);
  expect(sent % 50).toBe(0);
  await expect(organization.tab('Pending invites', sent)).toBeAttached();

  // The button says what is left to do.
  await many.button(`Send remaining ${(1000 - sent).toLocaleString('en')}`).click();
  // Closed, it goes on.
  await many.close.click();
  await many.open.click();
  await expect(many.summary).toHaveText('1,000 of 1,000 invites sent', { timeout: 60_000 });
  await expectAccessible(page);
  await many.button('Done').click();
  await expect(page.getByRole('tab', { name: 'Pending invites (1,000)' })).toBeVisible();
});

test('a long review can be edited where it comes to rest', async ({ signedIn, team, testData }) => {
  await testData.setSeats(team.organizationId, null);
  const { electron, page } = await signedIn(team.owner);
  const many = new InviteManyDialog(page);
  await many.pasteFromClipboard(electron, numbered(1000));
  await expect(many.summary).toContainText('1,000 invites ready.');
  await many.row(5).hover();
  await page.mouse.wheel(0, 100_000);
  await expect(many.email(1000)).toHaveValue('person1000@many.test');
  await many.email(1000).fill('no address');
  await expect(many.row(1000)).toContainText('Not an email address');
  await expect(many.summary).toContainText('999 invites ready.');
});

test('a server that is gone stops it, and the rows are still there', async ({ signedIn, team, backend }) => {
  const { page } = await signedIn(team.owner);
  const many = new InviteManyDialog(page);
  await many.paste(numbered(3));
  await expect(many.send).toHaveText('Send 3 invites');
  backend.signal('SIGKILL');
  await expect(many.send).toHaveAccessibleDescription(/Unavailable while offline/);
  await expect(many.email(3)).toHaveValue('person3@many.test');
});

test('by keyboard alone, and accessible in both themes', async ({ signedIn, team }) => {
  const { electron, page } = await signedIn(team.owner);
  const many = new InviteManyDialog(page);
  for (const theme of ['Light', 'Dark'] as const) {
    await chooseTheme(electron, theme);
    await many.open.focus();
    await page.keyboard.press('Enter');
    await expect(many.addresses).toBeFocused();
    await expectAccessible(page);
    await page.keyboard.insertText(`${theme}@x.test, ${theme}@x.test, nobody, ${theme}@gmial.com`);
    await page.keyboard.press('Control+Enter');
    await expect(many.send).toBeFocused();
    await expect(many.row(2)).toContainText('Duplicate of row 1');
    await expectAccessible(page);
    await many.send.press('Enter');
    await expect(many.summary).toHaveText('2 of 2 invites sent');
    await expectAccessible(page);
    await many.button('Done').press('Enter');
    await expect(many.root).toBeHidden();
    await expect(many.open).toBeFocused();
  }
});
