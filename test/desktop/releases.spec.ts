import { createInvite } from '#contract/invite/api';
import { earlierReleases, unpackRelease } from '../helpers/releases.ts';
import { expect, test } from './fixtures.ts';
import { InviteManyDialog } from './screens/invite-many-dialog.ts';
import { SettingsScreen } from './screens/settings-screen.ts';

for (const release of earlierReleases) {
  test.describe(`an API key on a server of release ${release}`, () => {
    test.use({ serverRelease: release });

    test('is made with the password, whether that server asks for it or not', async ({ signedIn, team }) => {
      const { page, organization } = await signedIn(team.owner);
      const settings = new SettingsScreen(page);
      await settings.open();
      await settings.section('API keys').getByRole('button', { name: 'New key' }).click();
      const form = organization.dialog('New API key');
      await form.getByRole('textbox', { name: 'Name' }).fill('Nightly report');
      await form.getByLabel('Password').fill(team.owner.password);
      await form.getByRole('button', { name: 'Create key' }).click();
      await organization
        .dialog('The key “Nightly report” is ready')
        .getByRole('button', { name: 'Done' })
        .click();
      await expect(settings.apiKeys).toContainText('Nightly report');
    });
  });
}

// Release 0.1.0 does not ask for the password, which its user has to learn from this server.
test.describe('the app of release 0.1.0', () => {
  test.use({ appFolder: unpackRelease('0.1.0') });

  test('says that an API key takes an update of the app', async ({ signedIn, team }) => {
    const { page, organization } = await signedIn(team.owner);
    await new SettingsScreen(page).open();
    await page.getByRole('button', { name: 'New key' }).click();
    const form = organization.dialog('New API key');
    await form.getByRole('textbox', { name: 'Name' }).fill('Nightly report');
    await form.getByRole('button', { name: 'Make key' }).click();
    await expect(form).toContainText('Update FastLinkIt Admin');
  });
});

// An app and a server that were released at different times; what is done here is what people do every day.
for (const release of earlierReleases) {
  for (const [title, versions] of [
    [`the app of release ${release} works with this server`, { app: release, server: undefined }],
    [`this app works with the server of release ${release}`, { app: undefined, server: release }],
  ] as const) {
    test.describe(title, () => {
      test.use({
        serverRelease: versions.server,
        appFolder: versions.app === undefined ? undefined : unpackRelease(versions.app),
      });

      test(title, async ({ signedIn, team, mailbox }) => {
        const { page, organization, sidebar } = await signedIn(team.owner);
        await expect(organization.seats).toContainText('3 members + 0 pending of 10 seats, 7 free');
        await organization.invite('ines@example.test');
        await mailbox.next('ines@example.test');
        const row = organization.row('ines@example.test');
        await row.getByRole('button', { name: 'Resend' }).click();
        await mailbox.next('ines@example.test');
        await row.getByRole('button', { name: 'More actions' }).click();
        await page.getByRole('menuitem', { name: 'Details' }).click();
        // Of an earlier server the app has the sentence, not its parts.
        await expect(page.getByRole('list', { name: 'Timeline' })).toContainText(/Invited.* by Olga Owner/);
        await page.keyboard.press('Escape');
        await row.getByRole('button', { name: 'Revoke' }).click();
        await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
        await expect(row).toBeHidden();
        await organization.tab('Members').click();
        await expect(organization.row('Olga Owner')).toBeVisible();
        await sidebar.root.getByRole('link', { name: 'Activity' }).click();
        await expect(page.getByRole('row').filter({ hasText: 'ines@example.test' }).first()).toBeVisible();
        await sidebar.signOut.click();
      });
    });
  }

  test.describe(`a list, and the server of release ${release}`, () => {
    test.use({ serverRelease: release });

    test(`compares a list with the lists of a server of release ${release}`, async ({
      signedIn,
      team,
      owner,
    }) => {
      const params = { organizationId: team.organizationId };
      await owner.call(createInvite, { params, body: { email: 'open@x.test', role: 'agent' } });
      const { page } = await signedIn(team.owner);
      const many = new InviteManyDialog(page);
      await many.paste(`${team.agent.email}, open@x.test, new@x.test`);
      await expect(many.row(1)).toContainText('Already a member');
      await expect(many.row(2)).toContainText('Already invited');
      await expect(many.row(3)).toContainText('Ready');
      await expect(many.send).toHaveText('Send 1 invite');
    });
  });
}
