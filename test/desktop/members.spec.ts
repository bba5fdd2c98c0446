import { listActivity } from '#contract/activity/api';
import { createInvite } from '#contract/invite/api';
import { changeMemberRole, listMembers } from '#contract/member/api';
import { signIn as signInByApi } from '../helpers/api-client.ts';
import { expect, expectAccessible, test } from './fixtures.ts';

test('shows who is a member, and offers nothing on the owner', async ({ signedIn, team }) => {
  const { organization } = await signedIn(team.admin);
  await organization.tab('Members', 3).click();
  const owner = organization.row('Olga Owner');
  await expect(owner).toContainText(team.owner.email);
  await expect(owner.getByRole('cell', { name: 'Owner', exact: true })).toBeVisible();
  await expect(owner.getByRole('combobox')).toBeHidden();
  await expect(owner.getByRole('button')).toBeHidden();
  await expect(organization.row('Adam Admin')).toContainText('(you)');
});

test('makes a member an Admin after a question, and takes it back', async ({ signedIn, team, owner }) => {
  const { page, organization } = await signedIn(team.owner);
  await organization.tab('Members').click();
  const role = organization.roleOf('Agnes Agent');
  const roleOnServer = async () => {
    const { items } = await owner.call(listMembers, { params: { organizationId: team.organizationId } });
    return items.find(({ id }) => id === team.agent.memberId)?.role;
  };
  await expect(role).toHaveText('Agent');

  // A letter chooses nothing, neither at the button nor in the menu.
  await role.focus();
  await page.keyboard.press('a');
  await page.keyboard.press('Enter');
  const admin = page.getByRole('menuitemradio', { name: 'Admin' });
  await expect(admin).toBeVisible();
  await expect(page.getByRole('menuitemradio', { name: 'Agent' })).toBeChecked();
  await expectAccessible(page, { popup: true });
  await page.keyboard.press('a');
  await page.keyboard.press('Escape');
  await expect(role).toBeFocused();
  expect(await roleOnServer()).toBe('agent');

  await organization.chooseRole('Agnes Agent', 'Admin');
  const question = organization.dialog('Make Agnes Agent an Admin?');
  await expect(question).toContainText('Admins can invite and remove people');
  await page.keyboard.press('Escape');
  await expect(role).toBeFocused();
  expect(await roleOnServer()).toBe('agent');

  await organization.chooseRole('Agnes Agent', 'Admin');
  await question.getByRole('button', { name: 'Make Admin' }).click();
  const toast = organization.notification('Agnes Agent is now an Admin.');
  await expect(toast).toBeVisible();
  await expect(role).toHaveText('Admin');
  expect(await roleOnServer()).toBe('admin');
  await expectAccessible(page, { popup: true });
  await toast.getByRole('button', { name: 'Undo' }).press('Enter');
  await expect(role).toHaveText('Agent');
  await expect(toast).toBeHidden();
  await expect.poll(roleOnServer).toBe('agent');

  // Both changes are recorded.
  const { items } = await owner.call(listActivity, {
    params: { organizationId: team.organizationId },
    query: { type: 'member.role_changed' },
  });
  expect(items.map(({ params }) => [params?.['from'], params?.['to']])).toEqual([
    ['admin', 'agent'],
    ['agent', 'admin'],
  ]);
});

test('makes an Admin an Agent without a question, and shows what others do', async ({
  signedIn,
  team,
  owner,
}) => {
  const { page, organization } = await signedIn(team.owner);
  await organization.tab('Members').click();
  await organization.chooseRole('Adam Admin', 'Agent');
  await expect(organization.notification('Adam Admin is now an Agent.')).toBeVisible();
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(organization.roleOf('Adam Admin')).toHaveText('Agent');
  await owner.call(changeMemberRole, {
    params: { organizationId: team.organizationId, memberId: team.admin.memberId },
    body: { role: 'admin' },
  });
  await expect(organization.roleOf('Adam Admin')).toHaveText('Admin');
});

test('asks before admins give up their own role, which they cannot undo', async ({ signedIn, team }) => {
  const { page, organization } = await signedIn(team.admin);
  await organization.tab('Members').click();
  await organization.chooseRole('Adam Admin', 'Agent');
  const question = organization.dialog('Change your own role to Agent?');
  await expect(question).toContainText('Only the owner or another admin can reverse this.');
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(organization.roleOf('Adam Admin')).toHaveText('Admin');
  await organization.chooseRole('Adam Admin', 'Agent');
  await question.getByRole('button', { name: 'Change my role' }).click();
  await expect(page.getByText('Your role: Agent')).toBeVisible();
  await expect(organization.notification('Adam Admin is now an Agent.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Undo' })).toBeHidden();
});

test('goes back to the old role when the server refuses, and says why', async ({
  signedIn,
  team,
  testData,
}) => {
  const { organization } = await signedIn(team.owner);
  await organization.tab('Members').click();
  await testData.database.pool.query(`
    create function refuse() returns trigger language plpgsql as $$ begin raise 'no'; end $$;
    create trigger refuse before update of role on members for each row execute function refuse();
  `);
  const row = organization.row('Adam Admin');
  await organization.chooseRole('Adam Admin', 'Agent');
  await expect(row.getByRole('alert')).toHaveText(/Something went wrong on the server/);
  await expect(organization.roleOf('Adam Admin')).toHaveText('Admin');

  await testData.database.pool.query('drop trigger refuse on members');
  await organization.chooseRole('Adam Admin', 'Agent');
  await expect(organization.notification('Adam Admin is now an Agent.')).toBeVisible();
  await expect(row.getByRole('alert')).toBeHidden();
});

test('removes a member with the open invites that they sent, or keeps those', async ({
  signedIn,
  team,
  backend,
}) => {
  const params = { organizationId: team.organizationId };
  const { client } = await signInByApi(backend.url, team.admin);
  await client.call(createInvite, { params, body: { email: 'back@door.test', role: 'admin' } });
  const { page, organization } = await signedIn(team.owner);
  await expect(organization.row('back@door.test')).toBeVisible();
  await organization.tab('Members').click();

  await organization.row('Agnes Agent').getByRole('button', { name: 'Remove' }).click();
  const withoutInvites = organization.dialog('Remove Agnes Agent?');
  await expect(withoutInvites.getByRole('button', { name: 'Remove' })).toBeEnabled();
  await expect(withoutInvites.getByRole('checkbox')).toBeHidden();
  await page.keyboard.press('Escape');
  await expect(withoutInvites).toBeHidden();

  await organization.row('Adam Admin').getByRole('button', { name: 'Remove' }).click();
  const dialog = organization.dialog('Remove Adam Admin?');
  await expect(dialog).toContainText('back@door.test');
  await expect(dialog.getByRole('checkbox', { name: 'Also revoke this invite' })).toBeChecked();
  await dialog.getByRole('button', { name: 'Remove' }).click();

  await expect(organization.row('Adam Admin')).toBeHidden();
  await expect(organization.tab('Members', 2)).toBeVisible();
  await expect(organization.seats).toContainText('2 members + 0 pending of 10 seats, 8 free');
  await organization.tab('Pending invites', 0).click();
  await expect(organization.row('back@door.test')).toBeHidden();
});

test('searches, filters and sorts', async ({ signedIn, team, testData }) => {
  const zoe = await testData.person({ firstName: 'Zoë', lastName: 'Abel', email: 'aaa@example.test' });
  await testData.member(team.organizationId, zoe, 'agent');
  const { page, organization } = await signedIn(team.owner);
  await organization.tab('Members').click();
  const names = organization.members.getByRole('row');
  await expect(names).toContainText(['Name', 'Adam Admin', 'Agnes Agent', 'Olga Owner', 'Zoë Abel']);
  await expect(page.getByRole('columnheader', { name: 'Name' })).toHaveAttribute('aria-sort', 'ascending');

  await page.getByRole('columnheader', { name: 'Email' }).getByRole('button').click();
  await expect(names).toContainText(['Name', 'Zoë Abel', 'Olga Owner', 'Adam Admin', 'Agnes Agent']);
  await expect(page.getByRole('columnheader', { name: 'Email' })).toHaveAttribute('aria-sort', 'ascending');

  await page.getByRole('searchbox', { name: 'Search members' }).fill('zoe');
  await expect(names).toContainText(['Name', 'Zoë Abel']);
  await page.getByRole('searchbox', { name: 'Search members' }).fill('nobody at all');
  await expect(page.getByText('No matching members')).toBeVisible();
  await page.getByRole('button', { name: 'Clear search' }).click();

  await page.getByRole('combobox', { name: 'Filter by role' }).selectOption('Agents');
  await expect(names).toContainText(['Name', 'Zoë Abel', 'Agnes Agent']);
});

test('shows an agent their own membership and lets them leave', async ({ signedIn, team }) => {
  const { page, organization } = await signedIn(team.agent);
  const membership = page.getByRole('region', { name: 'Your membership' });
  await expect(membership).toContainText('Your role: Agent');
  await expect(membership).toContainText('Only the owner and admins of Acme Support can invite people');
  await expect(organization.form).toBeHidden();
  await expect(page.getByRole('tab')).toHaveCount(0);

  await membership.getByRole('button', { name: 'Leave organization' }).click();
  await organization.dialog('Leave Acme Support?').getByRole('button', { name: 'Leave' }).click();
  await expect(page.getByText('You’re not in an organization yet')).toBeVisible();
});

test('hides the members from an admin as soon as they become an agent', async ({ signedIn, team, owner }) => {
  const { page, organization } = await signedIn(team.admin);
  await expect(organization.form).toBeVisible();
  await owner.call(changeMemberRole, {
    params: { organizationId: team.organizationId, memberId: team.admin.memberId },
    body: { role: 'agent' },
  });
  await expect(page.getByText('Your role: Agent')).toBeVisible();
  await expect(organization.form).toBeHidden();
});
