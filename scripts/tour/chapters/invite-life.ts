import { expect } from '../expect.ts';
import { forgetful } from '../people.ts';
import type { Stage } from '../stage.ts';
import { dismissNotices } from '../window.ts';

const successor = 'hedy@example.test';
const predecessor = 'mary@gmail.com';

/** What happened to an invite, and how its seat goes to somebody else. */
export async function playInviteLife({ story, app, mailbox, organization }: Stage): Promise<void> {
  await dismissNotices(app);
  await story.step(`Read what happened to the invite of ${forgetful}`, async () => {
    await organization.choose(forgetful, 'Details');
    const details = app.getByRole('dialog', { name: forgetful });
    const timeline = details.getByRole('list', { name: 'Timeline' });
    for (const words of ['Invited by Ada Lovelace', 'E-mail sent', 'Sent again by Ada Lovelace'])
      await expect(timeline).toContainText(words);
    await story.picture(app, 'invite-details');
    await details.getByRole('button', { name: 'Close' }).click();
    await expect(details).toBeHidden();
  });
  await story.step(`Give the seat of ${predecessor} to ${successor}, in one step`, async () => {
    await organization.choose(predecessor, 'Swap seat…');
    const dialog = app.getByRole('dialog', { name: `Swap the seat of ${predecessor}` });
    await dialog.getByRole('textbox', { name: 'Email' }).fill(successor);
    await story.picture(app, 'swap-seat');
    await dialog.getByRole('button', { name: 'Revoke and invite' }).click();
    await expect(organization.rowOf(successor)).toBeVisible();
    await expect(organization.rowOf(predecessor)).toHaveCount(0);
    await expect(organization.seats).toContainText('0 free');
    await mailbox.linksTo(successor, 1);
  });
}
