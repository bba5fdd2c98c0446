import { expect } from '../expect.ts';
import { admin, invited, last } from '../people.ts';
import type { Stage } from '../stage.ts';
import { dismissNotices } from '../window.ts';

const engineer = 'katherine@example.test';

/** Rows are selected and acted upon at once; a pasted list is checked before anything is sent. */
export async function playManyAtOnce(stage: Stage): Promise<void> {
  await selectMany(stage);
  await inviteMany(stage);
}

async function selectMany({ story, app, mailbox, organization }: Stage): Promise<void> {
  const select = async () => {
    for (const email of last) await app.getByRole('checkbox', { name: `Select ${email}` }).check();
    await expect(app.getByRole('group', { name: 'Selection' })).toContainText('2 selected');
  };
  await story.step('Select two invites and resend both', async () => {
    await select();
    await story.picture(app, 'selected');
    await app.getByRole('button', { name: 'Resend selected' }).click();
    const report = app.getByRole('region', { name: 'Resend selected' });
    await expect(report.getByRole('status')).toHaveText('Resend selected: 2 of 2 invites done.');
    for (const email of last) await mailbox.linksTo(email, 2);
    await story.picture(app, 'resent-selected');
    await report.getByRole('button', { name: 'Close' }).click();
  });
  await story.step('Select them again and revoke both: two seats are free', async () => {
    await select();
    await app.getByRole('button', { name: 'Revoke selected' }).click();
    await app.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    const report = app.getByRole('region', { name: 'Revoke selected' });
    await expect(report.getByRole('status')).toHaveText('Revoke selected: 2 of 2 invites done.');
    await report.getByRole('button', { name: 'Close' }).click();
    await expect(organization.seats).toContainText('2 free');
  });
}

async function inviteMany({ story, app, mailbox, organization }: Stage): Promise<void> {
  const dialog = app.getByRole('dialog');
  const row = (number: number) => dialog.locator(`[role=row][aria-rowindex="${number + 1}"]`);
  const summary = dialog.getByRole('status').first();
  await dismissNotices(app);
  await story.step('Paste a list into Invite many…: each row is judged before anything is sent', async () => {
    await app.getByRole('button', { name: 'Invite many…' }).click();
    await dialog
      .getByRole('textbox', { name: 'Addresses' })
      .fill(
        [
          `Katherine Johnson <${engineer}>, admin`,
          `mary@gmial.com; ${engineer.toUpperCase()}; dorothy@`,
          `${admin.email}, ${invited}`,
          'christine@example.test',
        ].join('\n'),
      );
    await story.picture(app, 'invite-many');
    await dialog.getByRole('button', { name: 'Check' }).click();
    for (const [index, words] of [
      'Ready',
      'Did you mean mary@gmail.com?',
      'The same as row 1',
      'Not an e-mail address',
      'Already a member',
      'Already invited',
      'No free seat for it',
    ].entries())
      await expect(row(index + 1)).toContainText(words);
    await story.picture(app, 'invite-many-preview');
  });
  await story.step('Correct the slip, send, and read what became of each row', async () => {
    await row(2).getByRole('button', { name: 'Correct' }).click();
    await expect(row(2)).toContainText('Ready');
    await dialog.getByRole('button', { name: 'Send 2 invites' }).click();
    await expect(summary).toHaveText('2 of 2 invites sent');
    await expect(row(3)).toContainText('Left out: the same as row 1');
    await mailbox.linksTo(engineer, 1);
    await story.picture(app, 'invite-many-result');
    await dialog.getByRole('button', { name: 'Done' }).click();
    await expect(organization.rowOf(engineer)).toContainText('Admin');
  });
}
