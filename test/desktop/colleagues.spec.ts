import { createInvite, revokeInvite } from '#contract/invite/api';
import { removeMember } from '#contract/member/api';
import type { ApiClient } from '../helpers/api-client.ts';
import { expect, test } from './fixtures.ts';

function inviter(owner: ApiClient, organizationId: string) {
  const params = { organizationId };
  return {
    invite: (email: string) => owner.call(createInvite, { params, body: { email, role: 'agent' } }),
    revoke: (inviteId: string) => owner.call(revokeInvite, { params: { ...params, inviteId } }),
  };
}

test('a question whose invite a colleague revokes says so and stays', async ({ signedIn, team, owner }) => {
  const { invite, revoke } = inviter(owner, team.organizationId);
  const { id } = await invite('going@x.test');
  await invite('staying@x.test');
  const { page, organization } = await signedIn(team.admin);
  await organization.row('going@x.test').getByRole('button', { name: 'Revoke' }).click();
  const dialog = organization.dialog('Revoke the invite to going@x.test?');
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await revoke(id);
  await expect(dialog.getByRole('alert')).toHaveText(
    'The invite to going@x.test was revoked in the meantime.',
  );
  await expect(page.locator('[data-index]').filter({ hasText: 'going@x.test' })).toHaveCount(0);
  await expect(dialog.getByRole('button', { name: 'Revoke' })).toHaveCount(0);
  const close = dialog.getByRole('button', { name: 'Close' }).last();
  await expect(close).toBeFocused();
  await close.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(organization.row('staying@x.test').locator(':focus')).toBeVisible();
});

test('a swap whose invite a colleague revokes says so and keeps what was typed', async ({
  signedIn,
  team,
  owner,
}) => {
  const { invite, revoke } = inviter(owner, team.organizationId);
  const { id } = await invite('going@x.test');
  const { organization } = await signedIn(team.admin);
  await organization.choose('going@x.test', 'Swap seat…');
  const dialog = organization.dialog('Give this seat to someone else');
  const email = dialog.getByRole('textbox', { name: 'Email' });
  await email.fill('other@x.test');
  await revoke(id);
  await expect(dialog.getByRole('alert')).toHaveText(
    'The invite to going@x.test was revoked in the meantime.',
  );
  await expect(email).toHaveValue('other@x.test');
  await expect(dialog.getByRole('button', { name: 'Swap seat' })).toHaveAccessibleDescription(/revoked/);
});

test('a question about a member whom a colleague removes says so and stays', async ({
  signedIn,
  team,
  owner,
}) => {
  const { organization } = await signedIn(team.admin);
  const remove = () =>
    owner.call(removeMember, {
      params: { organizationId: team.organizationId, memberId: team.agent.memberId },
    });
  await organization.tab('Members').click();
  await organization.chooseRole('Agnes Agent', 'Admin');
  const dialog = organization.dialog('Make Agnes Agent an Admin?');
  await expect(dialog).toBeVisible();
  await remove();
  await expect(dialog.getByRole('alert')).toHaveText('This person is no longer in the organization.');
  await expect(dialog.getByRole('button', { name: 'Make Admin' })).toHaveCount(0);
});

test('the removal of a member whom a colleague removes first says so', async ({ signedIn, team, owner }) => {
  const { organization } = await signedIn(team.admin);
  await organization.tab('Members').click();
  await organization.row('Agnes Agent').getByRole('button', { name: 'Remove' }).click();
  const dialog = organization.dialog('Remove Agnes Agent?');
  await expect(dialog.getByRole('button', { name: 'Remove' })).toBeEnabled();
  await owner.call(removeMember, {
    params: { organizationId: team.organizationId, memberId: team.agent.memberId },
  });
  await expect(dialog.getByRole('alert')).toHaveText('This person is no longer in the organization.');
});
