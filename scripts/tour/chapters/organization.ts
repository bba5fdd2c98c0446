import { expect } from '../expect.ts';
import { admin, mistaken } from '../people.ts';
import type { Stage } from '../stage.ts';
import { dismissNotices, goTo } from '../window.ts';

/** What else there is to an organization: its past, the way around by keyboard, and its description. */
export async function playOrganization(stage: Stage): Promise<void> {
  await dismissNotices(stage.app);
  await seeHistory(stage);
  await readActivity(stage);
  await readShortcuts(stage);
  await findInPalette(stage);
  await editOrganization(stage);
}

function seeHistory({ story, app, organization }: Stage): Promise<void> {
  return story.step('See how the seats were used in the last days', async () => {
    await expect(organization.seats.getByRole('figure')).toBeVisible();
    const days = organization.seats.getByRole('table', { name: 'Seats by day' }).getByRole('row');
    await expect(days.last().getByRole('cell')).toHaveText(['5', '5', '10']);
    await organization.drawn();
    await story.picture(app, 'seat-history');
  });
}

function readActivity({ story, app }: Stage): Promise<void> {
  return story.step('Read who did what, then what was revoked', async () => {
    await goTo(app, 'Activity');
    const rows = app.getByRole('table', { name: 'Activity' }).getByRole('row');
    await expect(rows.filter({ hasText: 'Joined' }).first()).toBeVisible();
    await story.picture(app, 'activity');
    await app.getByRole('combobox', { name: 'Filter by kind' }).selectOption('Revoked the invite');
    await expect(rows.filter({ hasText: 'Joined' })).toHaveCount(0);
    await expect(rows.filter({ hasText: mistaken })).toBeVisible();
    await story.picture(app, 'activity-filtered');
    await app.getByRole('combobox', { name: 'Filter by kind' }).selectOption('All kinds');
  });
}

function readShortcuts({ story, app }: Stage): Promise<void> {
  return story.step('Press ? to see what the keyboard can do', async () => {
    // Away from the filter, which takes keys itself.
    await app.getByRole('heading', { name: 'Activity', level: 1 }).click();
    await app.keyboard.press('?');
    const sheet = app.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await expect(sheet).toBeVisible();
    await story.picture(app, 'shortcuts');
    await app.keyboard.press('Escape');
    await expect(sheet).toBeHidden();
  });
}

function findInPalette({ story, app, organization }: Stage): Promise<void> {
  return story.step('Find a member by a few letters in the command palette', async () => {
    const palette = app.getByRole('dialog', { name: 'Command palette' });
    await app.keyboard.press('Control+k');
    await expect(palette.getByRole('combobox')).toBeFocused();
    await story.picture(app, 'palette');
    await app.keyboard.type('gra');
    await expect(palette.getByRole('option', { name: admin.name })).toBeVisible();
    await story.picture(app, 'palette-found');
    await app.keyboard.press('Enter');
    await expect(palette).toBeHidden();
    await expect(organization.members.getByRole('row').filter({ hasText: admin.email })).toBeVisible();
  });
}

function editOrganization({ story, app }: Stage): Promise<void> {
  return story.step('Edit the description of the organization', async () => {
    const description = 'Answers everything about Acme products, day and night.';
    await app.getByRole('button', { name: 'Organization actions' }).click();
    await app.getByRole('menuitem', { name: 'Edit organization…' }).click();
    const dialog = app.getByRole('dialog', { name: 'Edit Acme Support' });
    await dialog.getByRole('textbox', { name: 'Description' }).fill(description);
    await story.picture(app, 'edit-organization');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(dialog).toBeHidden();
    await expect(app.getByText(description, { exact: true })).toBeVisible();
  });
}
