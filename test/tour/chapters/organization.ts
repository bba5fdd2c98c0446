import { expect, test, type Tour } from '../fixtures.ts';
import { admin, revoked } from '../people.ts';
import { dismissToasts } from '../window.ts';

/** The rest of an organization: its history, its activity, the keyboard, and its description. */
export async function exploreOrganization(tour: Tour): Promise<void> {
  await dismissToasts(tour.app);
  await seeHistory(tour);
  await readActivity(tour);
  await readShortcuts(tour);
  await findInPalette(tour);
  await editOrganization(tour);
}

function seeHistory({ app: { page, organization }, picture }: Tour): Promise<void> {
  return test.step('See how the seats were used in the last days', async () => {
    await expect(organization.seats.getByRole('figure')).toBeVisible();
    const days = organization.seats.getByRole('table', { name: 'Seats by day' }).getByRole('row');
    await expect(days.last().getByRole('cell')).toHaveText(['5', '5', '10']);
    await expect(organization.seatCurve).toBeVisible();
    await picture(page, 'seat-history');
  });
}

function readActivity({ app: { page, sidebar }, picture }: Tour): Promise<void> {
  return test.step('Read the activity, then only what was revoked', async () => {
    await sidebar.link('Activity').click();
    const rows = page.getByRole('table', { name: 'Activity' }).getByRole('row');
    await expect(rows.filter({ hasText: 'Joined' }).first()).toBeVisible();
    await picture(page, 'activity');
    const filter = page.getByRole('combobox', { name: 'Filter by event' });
    await filter.selectOption('Revoked invite');
    await expect(rows.filter({ hasText: 'Joined' })).toHaveCount(0);
    await expect(rows.filter({ hasText: revoked })).toBeVisible();
    await picture(page, 'activity-filtered');
    await filter.selectOption('All events');
  });
}

function readShortcuts({ app: { page }, picture }: Tour): Promise<void> {
  return test.step('Press ? to see the keyboard shortcuts', async () => {
    // Away from the filter, which takes keys itself.
    await page.getByRole('heading', { name: 'Activity', level: 1 }).click();
    await page.keyboard.press('?');
    const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await expect(sheet).toBeVisible();
    await picture(page, 'shortcuts');
    await page.keyboard.press('Escape');
    await expect(sheet).toBeHidden();
  });
}

function findInPalette({ app: { page, organization }, picture }: Tour): Promise<void> {
  return test.step('Find a member by a few letters in the command palette', async () => {
    const palette = page.getByRole('dialog', { name: 'Command palette' });
    await page.keyboard.press('Control+k');
    await expect(palette.getByRole('combobox')).toBeFocused();
    await picture(page, 'palette');
    await page.keyboard.type('gra');
    await expect(palette.getByRole('option', { name: admin.name })).toBeVisible();
    await picture(page, 'palette-found');
    await page.keyboard.press('Enter');
    await expect(palette).toBeHidden();
    await expect(organization.members.getByRole('row').filter({ hasText: admin.email })).toBeVisible();
  });
}

function editOrganization({ app: { page }, picture }: Tour): Promise<void> {
  return test.step('Edit the description of the organization', async () => {
    const description = 'Answers everything about Acme products, day and night.';
    await page.getByRole('button', { name: 'Organization actions' }).click();
    await page.getByRole('menuitem', { name: 'Edit organization…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Edit Acme Support' });
    await dialog.getByRole('textbox', { name: 'Description' }).fill(description);
    await picture(page, 'edit-organization');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(dialog).toBeHidden();
    await expect(page.getByText(description, { exact: true })).toBeVisible();
  });
}
