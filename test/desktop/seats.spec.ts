import { createInvite, revokeInvite } from '#contract/invite';
import { captureOpenedLinks } from '../support/electron-app.ts';
import { expect, test } from './fixtures.ts';

test('says before anything is sent that no seat is free, and takes it back when one is', async ({
  signedIn,
  team,
  owner,
  world,
}) => {
  const { organizationId } = team;
  await world.setSeats(organizationId, 4);
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
  world,
}) => {
  const { organization } = await signedIn(team.owner);
  await expect(organization.seats).toContainText('of 10 seats, 7 free');
  // Nobody tells the app: it believes in seven free seats.
  await world.setSeats(team.organizationId, 3);
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

test('shows an organization without a limit', async ({ signedIn, team, world }) => {
  await world.setSeats(team.organizationId, null);
  const { organization } = await signedIn(team.owner);
  await expect(organization.seats).toContainText('3 members + 0 pending, unlimited seats');
  await expect(organization.form.getByRole('alert')).toBeHidden();
});
