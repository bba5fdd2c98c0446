import { createInvite, revokeInvite } from '#contract/invite/api';
import { setSubscription } from '#contract/seat/api';
import { signIn } from '../helpers/api-client.ts';
import { captureOpenedLinks } from '../helpers/electron-app.ts';
import { expect, test } from './fixtures.ts';
import type { OrganizationScreen } from './screens/organization-screen.ts';

/** What the two parts of the bar look like, and what the legend says that they look like. */
async function paintOf({ seats }: OrganizationScreen): Promise<{ bar: string[]; legend: string[] }> {
  const paint = (elements: Element[]) => elements.map((element) => getComputedStyle(element).background);
  return {
    bar: await seats.locator('[data-size=card] > span').evaluateAll(paint),
    legend: await seats
      .locator('p', { hasText: /^\s*Members\s*Pending$/ })
      .locator('span')
      .evaluateAll(paint),
  };
}

test('says before anything is sent that no seat is free, and takes it back when one is', async ({
  signedIn,
  team,
  owner,
  testData,
}) => {
  const { organizationId } = team;
  await testData.setSeats(organizationId, 4);
  const { id } = await owner.call(createInvite, {
    params: { organizationId },
    body: { email: 'last@example.test', role: 'agent' },
  });
  const { organization } = await signedIn(team.owner);
  await expect(organization.seats).toContainText('3 members + 1 pending of 4 seats, 0 free');
  const alert = organization.form.getByRole('alert');
  await expect(alert).toHaveText(
    'No seats available. 4 of 4 are used (3 members, 1 pending invite). ' +
      'Revoke an invite, remove a member or buy seats.',
  );
  await expect(organization.email).toHaveAccessibleDescription(/No seats available/);

  await owner.call(revokeInvite, { params: { organizationId, inviteId: id }, body: {} });
  await expect(alert).toBeHidden();
  await expect(organization.seats).toContainText('3 members + 0 pending of 4 seats, 1 free');
});

test('says so after sending too, when the last seat went in the same moment', async ({
  signedIn,
  team,
  testData,
}) => {
  const { organization } = await signedIn(team.owner);
  await expect(organization.seats).toContainText('of 10 seats, 7 free');
  // Nobody tells the app: it believes in seven free seats.
  await testData.setSeats(team.organizationId, 3);
  await organization.invite('late@example.test');

  await expect(organization.form.getByRole('alert')).toHaveText(
    'No seats available. 3 of 3 are used (3 members, 0 pending invites). ' +
      'Revoke an invite, remove a member or buy seats.',
  );
  await expect(organization.email).toHaveValue('late@example.test');
  await expect(organization.seats).toContainText('3 members + 0 pending of 3 seats, 0 free');
});

test('buys seats on the web', async ({ signedIn, team, backend }) => {
  const { electron, organization } = await signedIn(team.owner);
  const openedLinks = await captureOpenedLinks(electron);
  await organization.seats.getByRole('button', { name: 'Buy seats' }).click();
  await expect.poll(openedLinks).toEqual([`${backend.url}/organizations/${team.organizationId}/billing`]);
});

test('shows an organization whose limit is lifted', async ({ signedIn, team, owner, testData, backend }) => {
  const params = { organizationId: team.organizationId };
  await owner.call(createInvite, { params, body: { email: 'one@example.test', role: 'agent' } });
  const staff = await signIn(backend.url, await testData.person({ staff: true }));
  const { organization } = await signedIn(team.owner);
  await expect(organization.seats).toContainText('Next free: one@example.test expires in 7 days');

  await staff.client.call(setSubscription, { params, body: { maxSeats: null } });
  await expect(organization.seats).toContainText('3 members + 1 pending, unlimited seats');
  await expect(organization.seats).not.toContainText('Next free');
  await expect(organization.seats.getByRole('button', { name: 'Buy seats' })).toBeHidden();
  await expect(organization.form.getByRole('alert')).toBeHidden();
});

test('the legend has the colours of the bar, also when no seat is free', async ({
  signedIn,
  team,
  owner,
  testData,
}) => {
  const params = { organizationId: team.organizationId };
  await testData.setSeats(team.organizationId, 6);
  const invite = (email: string) => owner.call(createInvite, { params, body: { email, role: 'agent' } });
  await invite('first@example.test');
  const { organization } = await signedIn(team.owner);
  await expect(organization.seats).toContainText('of 6 seats, 2 free');
  const free = await paintOf(organization);
  expect(free.bar).toHaveLength(2);
  expect(free.legend).toEqual(free.bar);

  await invite('second@example.test');
  await expect(organization.seats).toContainText('of 6 seats, 1 free');
  const nearlyFull = await paintOf(organization);
  expect(nearlyFull.legend).toEqual(nearlyFull.bar);

  await invite('third@example.test');
  await expect(organization.seats).toContainText('of 6 seats, 0 free');
  const full = await paintOf(organization);
  expect(full.legend).toEqual(full.bar);
  expect(new Set([free, nearlyFull, full].map(({ bar }) => bar[0])).size).toBe(3);
});
