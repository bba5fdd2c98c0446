import { expect } from '../expect.ts';
import { staff } from '../people.ts';
import type { Stage } from '../stage.ts';
import { dismissNotices, enterAccount, goTo, signIn, signOut } from '../window.ts';

/** Support staff look after all organizations; a link from outside leads the running app to a place. */
export async function playSupportStaff(stage: Stage): Promise<void> {
  const { story, cast, app, server, organization } = stage;
  const acme = organizationInView(app.url());
  await story.step(`Sign in as ${staff}, and see all organizations, the worst first`, async () => {
    await signOut(app);
    await enterAccount(app, server, staff);
    await signIn(app);
    await goTo(app, 'All organizations');
    const rows = app.getByRole('table', { name: 'Organizations' }).getByRole('row');
    await expect(rows.nth(1).getByRole('img', { name: 'over the limit' })).toBeVisible();
    await expect(rows.filter({ hasText: '22 of 25 used' })).toHaveCount(1);
    await expect(app.getByText('50 organizations', { exact: true })).toBeVisible();
    await story.picture(app, 'all-organizations');
    await app.getByRole('combobox', { name: 'Filter organizations' }).selectOption('Full');
    await expect(rows.filter({ hasText: '22 of 25 used' })).toHaveCount(0);
    await expect(rows.filter({ hasText: 'Globex' })).toContainText('3 of 3 used');
    await story.picture(app, 'full-organizations');
    await app.getByRole('combobox', { name: 'Filter organizations' }).selectOption('All organizations');
  });
  await story.step('Resend invites of two organizations from the inbox', async () => {
    await goTo(app, 'Inbox');
    await expect(app.getByRole('table', { name: 'Inbox' }).getByRole('row').nth(1)).toBeVisible();
    const boxes = app.getByRole('checkbox', { name: / in / });
    await boxes.nth(0).check();
    await boxes.nth(1).check();
    await expect(app.getByRole('group', { name: 'Selection' })).toContainText('2 selected');
    await story.picture(app, 'inbox');
    await app.getByRole('button', { name: 'Resend selected' }).click();
    const report = app.getByRole('region', { name: 'Resend selected' });
    await expect(report.getByRole('status')).toHaveText('Resend selected: 2 of 2 invites done.');
    await report.getByRole('button', { name: 'Close' }).click();
  });
  await story.step('Open a link to an organization from outside: the running app goes there', async () => {
    await cast.openLink(`fastlinkit://organizations/${acme}/invites`);
    await expect(app.getByRole('heading', { name: 'Acme Support', level: 1 })).toBeVisible();
    await expect(app.getByRole('region', { name: 'Support staff' })).toContainText(
      'You act as FastLinkIt support in Acme Support',
    );
    await expect(organization.invites.getByRole('row').nth(1)).toBeVisible();
    await organization.drawn();
    await dismissNotices(app);
    await story.picture(app, 'deep-link');
  });
}

/** @param url of the window */
function organizationInView(url: string): string {
  const id = /organizations\/([\w-]+)/.exec(url)?.[1];
  if (!id) throw new Error('The window shows no organization.');
  return id;
}
