import { createInvite } from '#contract/invite/api';
import { createOrganization } from '#contract/organization/api';
import { linkIn } from '../helpers/mailbox.ts';
import { captureNotifications } from '../helpers/notifications.ts';
import { expect, test } from './fixtures.ts';

const refused = { code: 550, message: 'mailbox unavailable' };

test('notifies of an undeliverable email, and a click shows the invite', async ({
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
    window.fastlinkit.window.onNavigate((place) => heard.push(place));
    await window.fastlinkit.window.initialLocation();
  });
  mailbox.refuse('nobody@example.test', refused);
  const { organizationId } = team;
  const invite = await owner.call(createInvite, {
    params: { organizationId },
    body: { email: 'nobody@example.test', role: 'agent' },
  });
  await expect
    .poll(notifications.shown)
    .toEqual([{ title: 'The invite to nobody@example.test couldn’t be delivered', body: 'Acme Support' }]);
  await notifications.click();
  await expect
    .poll(() => page.evaluate(() => (globalThis as unknown as { heard: unknown[] }).heard))
    .toEqual([{ screen: 'organization', organizationId, tab: 'invites', inviteId: invite.id }]);
});

test('does not notify about the organization in front, but about another one', async ({
  signedIn,
  team,
  owner,
  testData,
  mailbox,
}) => {
  const { electron, organization } = await signedIn(team.owner);
  const notifications = await captureNotifications(electron, true);
  const other = await owner.call(createOrganization, { body: { name: 'Beta Support' } });
  await testData.setSeats(other.id, 10);
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
    .toEqual([{ title: 'The invite to noone@example.test couldn’t be delivered', body: 'Beta Support' }]);
});

test('does not show notifications that the user has turned off', async ({
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
