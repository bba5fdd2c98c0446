import { WorkTray } from '../../desktop/screens/work-tray.ts';
import { expect, test, type Tour } from '../fixtures.ts';
import { staff } from '../people.ts';
import { dismissToasts } from '../window.ts';

/** Support staff work in all organizations; a deep link leads the running app to one of them. */
export async function supportOrganizations({ app, server, picture, openLink }: Tour): Promise<void> {
  const { page, signIn, sidebar, organization } = app;
  const acme = organizationId(page.url());
  await test.step(`Sign in as ${staff.email}, and see all organizations, the worst first`, async () => {
    await sidebar.signOut.click();
    await signIn.signIn({ server, ...staff });
    await sidebar.link('All organizations').click();
    const rows = page.getByRole('table', { name: 'Organizations' }).getByRole('row');
    await expect(rows.nth(1).getByRole('img', { name: 'over the limit' })).toBeVisible();
    await expect(rows.filter({ hasText: '22 of 25 used' })).toHaveCount(1);
    await expect(page.getByText('50 organizations', { exact: true })).toBeVisible();
    await picture(page, 'all-organizations');
    const filter = page.getByRole('combobox', { name: 'Filter organizations' });
    await filter.selectOption('full');
    await expect(rows.filter({ hasText: '22 of 25 used' })).toHaveCount(0);
    await expect(rows.filter({ hasText: 'Globex' })).toContainText('3 of 3 used');
    await picture(page, 'full-organizations');
    await filter.selectOption('All organizations');
  });
  await test.step('Resend invites of two organizations from the inbox', async () => {
    await sidebar.link('Inbox').click();
    await expect(page.getByRole('table', { name: 'Inbox' }).getByRole('row').nth(1)).toBeVisible();
    const boxes = page.getByRole('checkbox', { name: / in / });
    await boxes.nth(0).check();
    await boxes.nth(1).check();
    await expect(page.getByRole('group', { name: 'Selection' })).toContainText('2 selected');
    await picture(page, 'inbox');
    await page.getByRole('button', { name: 'Resend selected' }).click();
    const tray = new WorkTray(page);
    await expect(tray.status('Resend selected')).toHaveText('2 of 2 invites resent');
    await tray.button('Resend selected', 'Dismiss').click();
  });
  await test.step('Open a deep link to an organization: the running app goes there', async () => {
    await openLink(`fastlinkit://organizations/${acme}/invites`);
    await expect(page.getByRole('heading', { name: 'Acme Support', level: 1 })).toBeVisible();
    await expect(page.getByRole('region', { name: 'Support staff' })).toContainText(
      'You’re acting as FastLinkIt Support in Acme Support',
    );
    await expect(organization.invites.getByRole('row').nth(1)).toBeVisible();
    await expect(organization.seatCurve).toBeVisible();
    await dismissToasts(app);
    await picture(page, 'deep-link');
  });
}

/** @param url of the window */
function organizationId(url: string): string {
  const id = /organizations\/([\w-]+)/.exec(url)?.[1];
  if (!id) throw new Error('The window shows no organization.');
  return id;
}
