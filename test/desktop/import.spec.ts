import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bulkInvite } from '#contract/invite/api';
import { expect, expectAccessible, test } from './fixtures.ts';
import { InviteManyDialog } from './screens/invite-many-dialog.ts';

test('says which columns of a file it read, and reads others when asked to', async ({ signedIn, team }) => {
  const { page } = await signedIn(team.owner);
  const many = new InviteManyDialog(page);
  await many.open.click();
  await many.choose('users.csv', [
    'First Name [Required],Last Name [Required],Email Address [Required],Recovery Email,Manager Email,Level',
    'Kim,Roe,kim@x.test,kim@home.test,boss@x.test,Admin',
    'Lee,Poe,lee@x.test,,boss@x.test,Agent',
    'Max,Moe,,,boss@x.test,Agent',
  ]);
  await expect(many.root).toContainText('Email from “Email Address [Required]”; 1 line without an address.');
  await expect(many.root).toContainText('No role column found, so everyone joins as an Agent.');
  await expect(many.root).toContainText(
    '“Recovery Email” and “Manager Email” also have addresses. They won’t be invited.',
  );
  await expect(many.summary).toContainText('2 invites ready. Skipped: 1 without an address.');
  await expect(many.email(1)).toHaveValue('kim@x.test');
  await expect(many.row(1)).toContainText('Kim Roe');
  await expect(many.row(3)).toContainText('Max Moe');
  await expect(many.row(3)).toContainText('No email address');
  await expectAccessible(page);

  await many.email(2).fill('lee@y.test');
  await many.roleColumn.selectOption('Level');
  await expect(many.root).toContainText('role from “Level”');
  await expect(many.root.getByRole('combobox', { name: 'Role, row 1' })).toHaveValue('admin');
  await expect(many.email(2)).toHaveValue('lee@y.test');
  await many.emailColumn.selectOption('Recovery Email');
  await expect(many.email(1)).toHaveValue('kim@home.test');
  await expect(many.summary).toContainText('2 invites ready.');
});

test('takes roles from their column only, and says who gets which', async ({ signedIn, team }) => {
  const { page } = await signedIn(team.owner);
  const many = new InviteManyDialog(page);
  await many.open.click();
  await many.root.getByRole('combobox', { name: 'Default role' }).selectOption('Admin');
  await many.choose('rollen.csv', ['E-Mail;Rolle', 'kim@x.test;Agent', 'lee@x.test;Praktikant']);
  await expect(many.root).toContainText('Email from “E-Mail”, role from “Rolle”.');
  await expect(many.root.getByRole('combobox', { name: 'Role, row 1' })).toHaveValue('agent');
  await expect(many.root.getByRole('combobox', { name: 'Role, row 2' })).toHaveValue('agent');
  await expect(many.row(2)).toContainText('“Praktikant” can’t be invited; will join as an Agent');

  await many.back.click();
  await many.choose('namen.csv', ['Name;E-Mail', 'Kim;kim@x.test']);
  await expect(many.root).toContainText('No role column found, so everyone joins as an Admin.');
});

test('takes a corrected file in place of the first, and keeps its warnings', async ({ signedIn, team }) => {
  const { page } = await signedIn(team.owner);
  const many = new InviteManyDialog(page);
  await many.open.click();
  await many.choose('people.csv', ['email,role', 'kim@x,Agent', 'lee@x.test,Boss']);
  await expect(many.row(1)).toContainText('Not an email address');
  await expect(many.row(2)).toContainText('“Boss” can’t be invited');
  await many.back.click();
  await expect(many.button('Remove people.csv')).toBeVisible();
  await expect(many.addresses).toHaveValue('');
  await many.review.click();
  await expect(many.row(2)).toContainText('“Boss” can’t be invited');

  await many.back.click();
  await many.choose('corrected.csv', ['email,role', 'kim@x.test,Agent', 'lee@x.test,Admin']);
  await expect(many.summary).toContainText('2 invites ready.');
  await expect(many.row(1)).toContainText('Ready');
  await expect(many.row(2)).toContainText('Ready');
  await expect(many.row(3)).toBeHidden();
});

test('names the line where the quoting of a file breaks', async ({ signedIn, team }) => {
  const { page } = await signedIn(team.owner);
  const many = new InviteManyDialog(page);
  await many.open.click();
  await many.choose('broken.csv', [
    'name,email,role',
    'Ada,ada1@x.test,agent',
    '"Bob,bob@x.test,agent',
    'Cy,cy@x.test,agent',
    'Dee,dee@x.test,agent',
  ]);
  await expect(many.summary).toContainText('4 invites ready.');
  await expect(many.root).toContainText(
    'A quotation mark in line 3 isn’t closed. Check that line and the 2 lines after it.',
  );
});

test('does not guess at a role, a name or an address', async ({ signedIn, team }) => {
  const { page, electron } = await signedIn(team.owner);
  const many = new InviteManyDialog(page);
  await many.pasteFromClipboard(
    electron,
    [
      'Kim Roe kim@x.test Admin Assistant',
      'Lee <lee@x.test> (Administrator, Berlin office)',
      'Jane\tDoe\tjane@x.test',
      'Max Moe',
    ].join('\n'),
  );
  await expect(many.row(1)).toContainText('“Admin Assistant” can’t be invited; will join as an Agent');
  await expect(many.row(2)).toContainText('“Administrator, Berlin office” can’t be invited');
  await expect(many.row(3)).toContainText('Jane Doe');
  await expect(many.row(4)).toContainText('Max Moe');
  await expect(many.row(4)).toContainText('No email address');
  await expect(many.summary).toContainText('3 invites ready. Skipped: 1 without an address.');

  await many.back.click();
  await many.addresses.fill('name,phone\nKim,123\nLee,456');
  await many.review.click();
  await expect(many.addresses).toHaveAccessibleDescription(/No email addresses found\./);
});

test('finds the two of a hundred that are invited already among two thousand', async ({
  signedIn,
  team,
  owner,
  testData,
}) => {
  const { organizationId } = team;
  await testData.setSeats(organizationId, null);
  const address = (n: number): string => `open-${n}@many.test`;
  for (const [start, count] of [
    [0, 1000],
    [1000, 1000],
    [2000, 100],
  ] as const) {
    const invites = Array.from({ length: count }, (_, n) => ({ email: address(start + n), role: 'agent' }));
    await owner.call(bulkInvite, { params: { organizationId }, body: { invites } });
  }
  const { page } = await signedIn(team.owner);
  const many = new InviteManyDialog(page);
  const fresh = Array.from({ length: 98 }, (_, n) => `new-${n}@many.test`);
  await many.paste([address(3), ...fresh, address(2050)].join(', '));
  await expect(many.summary).toHaveText('98 invites ready. Skipped: 2 already invited.');
  await expect(many.row(1)).toContainText('Already invited');
  await expect(many.send).toHaveText('Send 98 invites');
});

test('takes one address or several in the field for one', async ({ signedIn, team, mailbox }) => {
  const { page, electron, organization } = await signedIn(team.owner);
  const many = new InviteManyDialog(page);
  await organization.invite('Kim Roe <kim@x.test>');
  await expect(organization.openInvite('kim@x.test')).toBeVisible();
  await expect(organization.email).toHaveValue('');
  await organization.invite('mailto:lee@x.test');
  await expect(organization.openInvite('lee@x.test')).toBeVisible();
  await mailbox.next('lee@x.test');
  await organization.invite('max roe@x.test');
  await expect(organization.email).toHaveAccessibleDescription(/Enter an email address/);

  await organization.invite('ann@x.test, Bob <bob@x.test>', 'Admin');
  await expect(many.summary).toContainText('2 invites ready.');
  await expect(many.email(2)).toHaveValue('bob@x.test');
  await expect(many.root.getByRole('combobox', { name: 'Role, row 1' })).toHaveValue('admin');
  await many.close.click();
  await expect(organization.email).toHaveValue('');

  // A field for one line would put these three into one.
  await electron.evaluate(({ clipboard }) => clipboard.writeText('cy@x.test\ndee@x.test\neve@x.test'));
  await organization.email.press('ControlOrMeta+V');
  await expect(many.summary).toContainText('5 invites ready.');
  await expect(page.getByRole('dialog')).toHaveCount(1);
});

test('asks about a probable typing error before it invites', async ({ signedIn, team, mailbox }) => {
  const { page, organization } = await signedIn(team.owner);
  const question = organization.form.getByRole('alert').filter({ hasText: 'Did you mean kim@gmail.com?' });
  await organization.invite('kim@gmial.com');
  await expect(question).toBeVisible();
  await expectAccessible(page);
  await question.getByRole('button', { name: 'Use kim@gmail.com' }).click();
  await expect(organization.email).toHaveValue('kim@gmail.com');
  await expect(question).toBeHidden();
  await organization.send.click();
  await mailbox.next('kim@gmail.com');

  await organization.invite('kim@gmial.com');
  await question.getByRole('button', { name: 'Keep kim@gmial.com' }).click();
  await mailbox.next('kim@gmial.com');
});

test('imports the list that it has saved', async ({ signedIn, team, profile }) => {
  const { electron, page } = await signedIn(team.owner);
  const path = join(profile, 'members.csv');
  await electron.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, path);
  await page.evaluate(
    (organizationId) => window.fastlinkit.member.exportCsv({ organizationId }),
    team.organizationId,
  );
  expect((await readFile(path)).subarray(0, 8).toString('hex')).toBe(
    `efbbbf${Buffer.from('email').toString('hex')}`,
  );
  const many = new InviteManyDialog(page);
  await many.open.click();
  await many.file.setInputFiles(path);
  await expect(many.root).toContainText('Email from “email”, role from “role”.');
  for (const number of [1, 2, 3]) await expect(many.row(number)).toContainText('Already a member');
  await expect(many.root).toContainText('Olga Owner');
});
