import { expect, test, type Tour } from '../fixtures.ts';
import { owner, resent } from '../people.ts';
import { dismissToasts } from '../window.ts';

const successor = 'hedy@example.test';
const predecessor = 'mary@gmail.com';

/** The timeline of an invite, and a seat that is swapped. */
export async function followInvite({ app, mailbox, picture }: Tour): Promise<void> {
  const { page, organization } = app;
  await dismissToasts(app);
  await test.step(`Read the timeline of the invite of ${resent}`, async () => {
    await organization.choose(resent, 'Details');
    const details = organization.dialog(resent);
    const timeline = details.getByRole('list', { name: 'Timeline' });
    // The email goes out in the same minute, or in the one that begins meanwhile.
    for (const text of [/Invited and sent|Email sent/, `by ${owner.name}`, `Resent by ${owner.name}`])
      await expect(timeline).toContainText(text);
    await picture(page, 'invite-details');
    await details.getByRole('button', { name: 'Close' }).click();
    await expect(details).toBeHidden();
  });
  await test.step(`Give the seat of ${predecessor} to ${successor}, in one step`, async () => {
    await organization.choose(predecessor, 'Swap seat…');
    const dialog = organization.dialog('Give this seat to someone else');
    await dialog.getByRole('textbox', { name: 'Email' }).fill(successor);
    await picture(page, 'swap-seat');
    await dialog.getByRole('button', { name: 'Swap seat' }).click();
    await expect(organization.openInvite(successor)).toBeVisible();
    await expect(organization.openInvite(predecessor)).toHaveCount(0);
    await expect(organization.seats).toContainText('0 free');
    await mailbox.linksTo(successor, 1);
  });
}
