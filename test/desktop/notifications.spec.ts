import type { ElectronApplication } from '@playwright/test';
import { createInvite } from '#contract/invite';
import { createOrganization } from '#contract/organization';
import { linkIn } from '../support/mailbox.ts';
import { expect, test } from './fixtures.ts';

interface Shown {
  title: string;
  body: string;
}

const refused = { code: 550, message: 'mailbox unavailable' };

/** From now on notifications are kept in place of being shown, and whether a window is in front is as the test says. */
async function captureNotifications(electron: ElectronApplication, isInFront: boolean) {
  await electron.evaluate(({ Notification, BrowserWindow }, isInFront) => {
    const shown: Electron.Notification[] = [];
    Object.assign(globalThis, { shownNotifications: shown });
    Notification.isSupported = () => true;
    Notification.prototype.show = function show(this: Electron.Notification) {
      shown.push(this);
    };
    BrowserWindow.prototype.isFocused = () => isInFront;
  }, isInFront);
  return {
    shown: (): Promise<Shown[]> =>
      electron.evaluate(() =>
        (globalThis as unknown as { shownNotifications: Electron.Notification[] }).shownNotifications.map(
          ({ title, body }) => ({ title, body }),
        ),
      ),
    click: () =>
      electron.evaluate(() => {
        (
          globalThis as unknown as { shownNotifications: Electron.Notification[] }
        ).shownNotifications[0]?.emit('click');
      }),
  };
}

test('tells of a mail that could not be delivered, and a click leads there', async ({
  signedIn,
  team,
  owner,
  mailbox,
}) => {
  const { electron, page } = await signedIn(team.owner);
  const notifications = await captureNotifications(electron, false);
  await page.evaluate(async () => {
    const heard: unknown[] = [];
    Object.assign(globalThis, { heard });
    window.fastlinkit.window.onPlace((place) => heard.push(place));
    await window.fastlinkit.window.place();
  });
  mailbox.refuse('nobody@example.test', refused);
  const { organizationId } = team;
  const invite = await owner.call(createInvite, {
    params: { organizationId },
    body: { email: 'nobody@example.test', role: 'agent' },
  });
  await expect
    .poll(notifications.shown)
    .toEqual([{ title: 'The invite to nobody@example.test could not be delivered', body: 'Acme Support' }]);
  await notifications.click();
  await expect
    .poll(() => page.evaluate(() => (globalThis as unknown as { heard: unknown[] }).heard))
    .toEqual([{ screen: 'organization', organizationId, tab: 'invites', inviteId: invite.id }]);
});

test('keeps quiet about the organization in front, not about another', async ({
  signedIn,
  team,
  owner,
  world,
  mailbox,
}) => {
  const { electron, organization } = await signedIn(team.owner);
  const notifications = await captureNotifications(electron, true);
  const other = await owner.call(createOrganization, { body: { name: 'Beta Support' } });
  await world.setSeats(other.id, 10);
  for (const [organizationId, email] of [
    [team.organizationId, 'nobody@example.test'],
    [other.id, 'noone@example.test'],
  ] as const) {
    mailbox.refuse(email, refused);
    await owner.call(createInvite, { params: { organizationId }, body: { email, role: 'agent' } });
    if (organizationId === team.organizationId) await expect(organization.row(email)).toContainText('Failed');
  }
  await expect
    .poll(notifications.shown)
    .toEqual([{ title: 'The invite to noone@example.test could not be delivered', body: 'Beta Support' }]);
});

test('keeps quiet about what one does not want to hear of', async ({
  signedIn,
  team,
  owner,
  mailbox,
  browserOfInvitee,
}) => {
  const { electron, page, organization } = await signedIn(team.owner);
  const notifications = await captureNotifications(electron, false);
  await page.evaluate(() =>
    window.fastlinkit.preferences.set({ notifications: { accepted: true, declined: true, failed: false } }),
  );
  const invite = (email: string) =>
    owner.call(createInvite, {
      params: { organizationId: team.organizationId },
      body: { email, role: 'agent' },
    });
  mailbox.refuse('nobody@example.test', refused);
  await invite('nobody@example.test');
  await expect(organization.row('nobody@example.test')).toContainText('Failed');
  await invite('ines@example.test');
  const browserPage = await browserOfInvitee.newPage();
  await browserPage.goto(linkIn(await mailbox.next('ines@example.test')));
  await browserPage.getByLabel('First name').fill('Ines');
  await browserPage.getByLabel('Last name').fill('Invitee');
  await browserPage.getByLabel('Password').fill('three words in a row');
  await browserPage.getByRole('button', { name: 'Create account and join' }).click();
  await expect
    .poll(notifications.shown)
    .toEqual([{ title: 'ines@example.test accepted the invite', body: 'Acme Support' }]);
  await browserPage.close();
});
