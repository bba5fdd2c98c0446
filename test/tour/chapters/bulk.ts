import { InviteManyDialog } from '../../desktop/screens/invite-many-dialog.ts';
import { WorkTray } from '../../desktop/screens/work-tray.ts';
import { expect, test, type Tour } from '../fixtures.ts';
import { admin, invited, last } from '../people.ts';
import { dismissToasts } from '../window.ts';

const engineer = 'katherine@example.test';

/** Selected rows are resent and revoked together; a pasted list is checked before anything is sent. */
export async function actInBulk(tour: Tour): Promise<void> {
  await actOnSelection(tour);
  await inviteMany(tour);
}

async function actOnSelection({ app, mailbox, picture }: Tour): Promise<void> {
  const { page, organization } = app;
  const tray = new WorkTray(page);
  const select = async () => {
    for (const email of last) await page.getByRole('checkbox', { name: `Select ${email}` }).check();
    await expect(page.getByRole('group', { name: 'Selection' })).toContainText('2 selected');
  };
  await test.step('Select two invites and resend both', async () => {
    await select();
    await picture(page, 'selected');
    await page.getByRole('button', { name: 'Resend selected' }).click();
    await expect(tray.status('Resend selected')).toHaveText('2 of 2 invites resent');
    for (const email of last) await mailbox.linksTo(email, 2);
    await picture(page, 'resent-selected');
    await tray.button('Resend selected', 'Dismiss').click();
  });
  await test.step('Select them again and revoke both: two seats are free', async () => {
    await select();
    await page.getByRole('button', { name: 'Revoke selected' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    await expect(tray.status('Revoke selected')).toHaveText('2 of 2 invites revoked');
    await tray.button('Revoke selected', 'Dismiss').click();
    await expect(organization.seats).toContainText('2 free');
  });
}

async function inviteMany({ app, mailbox, picture }: Tour): Promise<void> {
  const { page, organization } = app;
  const dialog = new InviteManyDialog(page);
  await dismissToasts(app);
  await test.step('Paste a list into Invite many…: each row is checked before anything is sent', async () => {
    await dialog.open.click();
    await dialog.addresses.fill(
      [
        `Katherine Johnson <${engineer}>, admin`,
        `mary@gmial.com; ${engineer.toUpperCase()}; dorothy@`,
        `${admin.email}, ${invited}`,
        'christine@example.test',
      ].join('\n'),
    );
    await picture(page, 'invite-many');
    await dialog.review.click();
    for (const [index, text] of [
      'Ready',
      'Possible typo',
      'Duplicate of row 1',
      'Not an email address',
      'Already a member',
      'Already invited',
      'No seat left',
    ].entries())
      await expect(dialog.row(index + 1)).toContainText(text);
    await picture(page, 'invite-many-preview');
  });
  await test.step('Correct the typo, send, and read the result of each row', async () => {
    await dialog.row(2).getByRole('button', { name: 'Use mary@gmail.com' }).click();
    await expect(dialog.row(2)).toContainText('Ready');
    await dialog.button('Send 2 invites').click();
    await expect(dialog.summary).toHaveText('2 of 2 invites sent');
    await expect(dialog.row(3)).toContainText('Skipped: duplicate of row 1');
    await mailbox.linksTo(engineer, 1);
    await picture(page, 'invite-many-result');
    await dialog.button('Done').click();
    await expect(organization.openInvite(engineer)).toContainText('Admin');
  });
}
