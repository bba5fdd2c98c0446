import { beforeAll, expect, test } from 'vitest';
import { listActivity } from '#contract/activity/api';
import { listInbox } from '#contract/inbox/api';
import { createInvite, listInvites } from '#contract/invite/api';
import { listMembers } from '#contract/member/api';
import { listOrganizations } from '#contract/organization/api';
import type { Person, Team } from '../helpers/factories.ts';
import { callRoute, resultOf, routeRows, servedRoutes } from '../helpers/route-table.ts';
import { useServer } from './use-server.ts';

const server = useServer();
let staff: Person;
let teams = 0;

beforeAll(async () => {
  staff = await server().testData.person({ staff: true });
});

/** Who of staff opened the organization, as its owner reads it. */
async function openedBy({ organizationId, owner }: Pick<Team, 'organizationId' | 'owner'>) {
  const { items } = await (
    await server().as(owner)
  ).call(listActivity, { params: { organizationId }, query: { type: 'organization.opened' } });
  return items.map(({ actor }) => actor);
}

const theStaff = () => ({ id: staff.id, name: `${staff.firstName} ${staff.lastName}`, staff: true });

test(
  'records in the activity that staff were in an organization, whatever the route',
  { tags: ['guard:staff-activity'] },
  async () => {
    const { testData, anonymous } = server();
    const routes = (await servedRoutes(anonymous)).filter((route) => route.includes('{organizationId}'));
    expect(routes.length).toBeGreaterThan(15);
    const client = await server().as(staff);
    for (const route of routes) {
      const row = routeRows.find((one) => one.route === route);
      if (!row) throw new Error(`the table of routes has no ${route}`);
      const team = await testData.team();
      const { organizationId } = team;
      const target = await testData.member(organizationId, await testData.person(), 'agent');
      const unique = `${(teams += 1)}`;
      const { id: inviteId } = await (
        await server().as(team.owner)
      ).call(createInvite, {
        params: { organizationId },
        body: { email: `seen-${unique}@example.test`, role: 'agent' },
      });
      const ids = { organizationId, memberId: target.memberId, inviteId, unique };
      expect([route, resultOf(await callRoute(client, row, ids))]).toEqual([route, row.staff]);
      expect([route, await openedBy(team)]).toEqual([route, [theStaff()]]);
    }
  },
);

test('records that staff follow the live events of an organization', async () => {
  const team = await server().testData.team();
  const stream = await server().listen(staff, { organizationId: team.organizationId });
  stream.close();
  expect(await openedBy(team)).toEqual([theStaff()]);
});

test('records a visit of staff once an hour, for any number of pages and calls', async () => {
  const { testData } = server();
  const team = await testData.team();
  const params = { organizationId: team.organizationId };
  const client = await server().as(staff);
  await Promise.all(Array.from({ length: 10 }, () => client.call(listMembers, { params })));
  let cursor: string | null | undefined;
  do {
    const page = await client.call(listMembers, {
      params,
      query: { limit: 1, ...(cursor == null ? {} : { cursor }) },
    });
    cursor = page.nextCursor;
  } while (cursor !== null);
  await client.call(listInvites, { params });
  expect(await openedBy(team)).toHaveLength(1);
  await testData.database.pool.query(
    `update activity set at = at - interval '61 minutes' where organization_id = $1`,
    [team.organizationId],
  );
  await client.call(listInvites, { params });
  expect(await openedBy(team)).toHaveLength(2);
});

test('records no visit for what goes across organizations, nor of staff who are members', async () => {
  const { testData } = server();
  const team = await testData.team();
  const client = await server().as(staff);
  await client.call(listOrganizations, { query: { limit: 200 } });
  await client.call(listInbox, {});
  const colleague = await testData.member(
    team.organizationId,
    await testData.person({ staff: true }),
    'admin',
  );
  await (await server().as(colleague)).call(listMembers, { params: { organizationId: team.organizationId } });
  expect(await openedBy(team)).toEqual([]);
});
