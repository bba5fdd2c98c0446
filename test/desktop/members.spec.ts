import { createInvite } from '#contract/invite';
import { changeMemberRole, listMembers } from '#contract/member';
import { signIn as signInByApi } from '../support/api-client.ts';
import { expect, test } from './fixtures.ts';

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

test('changes a role in place', async ({ signedIn, team, owner }) => {
  const { organization } = await signedIn(team.owner);
  await organization.tab('Members').click();
  const role = organization.row('Agnes Agent').getByRole('combobox', { name: 'Role of Agnes Agent' });
  await role.selectOption('Admin');
  await expect(organization.notification('Agnes Agent is now Admin.')).toBeVisible();
  const { items } = await owner.call(listMembers, { params: { organizationId: team.organizationId } });
  expect(items.find(({ id }) => id === team.agent.memberId)?.role).toBe('admin');

  // What others do shows as well.
  await owner.call(changeMemberRole, {
    params: { organizationId: team.organizationId, memberId: team.agent.memberId },
    body: { role: 'agent' },
  });
  await expect(role).toHaveValue('agent');
});

test('goes back to the old role when the server refuses, and says why', async ({ signedIn, team, world }) => {
  const { organization } = await signedIn(team.owner);
  await organization.tab('Members').click();
  await world.database.pool.query(`
    create function refuse() returns trigger language plpgsql as $$ begin raise 'no'; end $$;
    create trigger refuse before update of role on members for each row execute function refuse();
  `);
  const row = organization.row('Agnes Agent');
  await row.getByRole('combobox').selectOption('Admin');
  await expect(row.getByRole('alert')).toHaveText(/Something went wrong on the server/);
  await expect(row.getByRole('combobox')).toHaveValue('agent');

  await world.database.pool.query('drop trigger refuse on members');
  await row.getByRole('combobox').selectOption('Admin');
  await expect(organization.notification('Agnes Agent is now Admin.')).toBeVisible();
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
  await expect(dialog.getByRole('checkbox', { name: 'Revoke it too' })).toBeChecked();
  await dialog.getByRole('button', { name: 'Remove' }).click();

  await expect(organization.row('Adam Admin')).toBeHidden();
  await expect(organization.tab('Members', 2)).toBeVisible();
  await expect(organization.seats).toContainText('2 members + 0 pending of 10 seats, 8 free');
  await organization.tab('Pending invites', 0).click();
  await expect(organization.row('back@door.test')).toBeHidden();
});

test('searches, filters and sorts', async ({ signedIn, team, world }) => {
  const zoe = await world.person({ firstName: 'Zoë', lastName: 'Abel', email: 'aaa@example.test' });
  await world.member(team.organizationId, zoe, 'agent');
  const { page, organization } = await signedIn(team.owner);
  await organization.tab('Members').click();
  const names = organization.members.getByRole('row');
  await expect(names).toContainText(['Name', 'Adam Admin', 'Agnes Agent', 'Olga Owner', 'Zoë Abel']);
  await expect(page.getByRole('columnheader', { name: 'Name' })).toHaveAttribute('aria-sort', 'ascending');

  await page.getByRole('columnheader', { name: 'E-mail' }).getByRole('button').click();
  await expect(names).toContainText(['Name', 'Zoë Abel', 'Olga Owner', 'Adam Admin', 'Agnes Agent']);
  await expect(page.getByRole('columnheader', { name: 'E-mail' })).toHaveAttribute('aria-sort', 'ascending');

  await page.getByRole('searchbox', { name: 'Search members' }).fill('zoe');
  await expect(names).toContainText(['Name', 'Zoë Abel']);
  await page.getByRole('searchbox', { name: 'Search members' }).fill('nobody at all');
  await expect(page.getByText('No member matches.')).toBeVisible();
  await page.getByRole('button', { name: 'Clear search' }).click();

  await page.getByRole('combobox', { name: 'Filter by role' }).selectOption('Agents');
  await expect(names).toContainText(['Name', 'Zoë Abel', 'Agnes Agent']);
});

test('shows an agent their own membership and lets them leave', async ({ signedIn, team }) => {
  const { page, organization } = await signedIn(team.agent);
  const membership = page.getByRole('region', { name: 'Your membership' });
  await expect(membership).toContainText('Your role: Agent');
  await expect(membership).toContainText('The owner and admins of Acme Support invite people');
  await expect(organization.form).toBeHidden();
  await expect(page.getByRole('tab')).toHaveCount(0);

  await membership.getByRole('button', { name: 'Leave organization' }).click();
  await organization.dialog('Leave Acme Support?').getByRole('button', { name: 'Leave' }).click();
  await expect(page.getByText('You are not in an organization yet.')).toBeVisible();
});

test('an admin who becomes an agent sees no members any more, at once', async ({ signedIn, team, owner }) => {
  const { page, organization } = await signedIn(team.admin);
  await expect(organization.form).toBeVisible();
  await owner.call(changeMemberRole, {
    params: { organizationId: team.organizationId, memberId: team.admin.memberId },
    body: { role: 'agent' },
  });
  await expect(page.getByText('Your role: Agent')).toBeVisible();
  await expect(organization.form).toBeHidden();
});
