// The whole product, in the real app, the real backend and a real browser. `npm run tour` starts it.
import { manageAccount } from './chapters/account.ts';
import { followInvite } from './chapters/invite-details.ts';
import { inviteAndJoin } from './chapters/invite.ts';
import { actInBulk } from './chapters/bulk.ts';
import { exploreOrganization } from './chapters/organization.ts';
import { supportOrganizations } from './chapters/support-staff.ts';
import { expect, test } from './fixtures.ts';
import { invited, owner } from './people.ts';

test('shows the whole product', async ({ backend, app, tour }) => {
  const { page, signIn, organization } = app;
  await test.step(`Sign in as ${owner.email}`, async () => {
    await signIn.fillIn({ server: backend.url, ...owner });
    await tour.picture(page, 'sign-in');
    await signIn.submit.click();
    await expect(page.getByRole('heading', { name: 'Acme Support', level: 1 })).toBeVisible();
    await expect(organization.openInvite(invited)).toBeVisible();
    await expect(organization.seatCurve).toBeVisible();
    await tour.picture(page, 'organization');
  });
  await inviteAndJoin(tour);
  await actInBulk(tour);
  await followInvite(tour);
  await exploreOrganization(tour);
  await manageAccount(tour);
  await supportOrganizations(tour);
});
