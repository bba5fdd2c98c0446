import { beforeAll, expect, test } from 'vitest';
import { createInvite } from '#contract/invite/api';
import { getMe } from '#contract/account/api';
import { createApiClient, problemOf } from '../helpers/api-client.ts';
import { requestEvents } from '../helpers/event-stream.ts';
import type { Person } from '../helpers/factories.ts';
import {
  callRoute,
  resultOf,
  routeRoles,
  routeRows,
  routesApart,
  servedRoutes,
} from '../helpers/route-table.ts';
import { useServer } from './use-server.ts';

const server = useServer();

let staff: Person;
let outsider: Person;
/** One address gets only so many mails a day. */
let teams = 0;

beforeAll(async () => {
  staff = await server().testData.person({ staff: true });
  outsider = await server().testData.person();
});

async function freshTeam() {
  const { testData } = server();
  const team = await testData.team();
  const target = await testData.member(team.organizationId, await testData.person(), 'agent');
  const { id: inviteId } = await (
    await server().as(team.owner)
  ).call(createInvite, {
    params: { organizationId: team.organizationId },
    body: { email: `invited-${(teams += 1)}@example.test`, role: 'agent' },
  });
  const ids = {
    organizationId: team.organizationId,
    memberId: target.memberId,
    inviteId,
    unique: `${teams}`,
  };
  return { people: { ...team, staff, outsider }, ids };
}

test('has a table row for every route of the server', async () => {
  const served = await servedRoutes(server().anonymous);
  expect(served.toSorted()).toEqual([...routeRows.map(({ route }) => route), ...routesApart].toSorted());
});

test.each(routeRows)('answers every role as in the table: $route', async (row) => {
  for (const role of routeRoles) {
    const { people, ids } = await freshTeam();
    const client = await server().as(people[role]);
    const answer = await callRoute(client, row, ids);
    expect(resultOf(answer), `${role}: ${answer.text}`).toBe(row[role]);
  }
  const { ids } = await freshTeam();
  const nobody = await callRoute(server().anonymous, row, ids);
  expect([nobody.status, problemOf(nobody)]).toEqual([401, 'unauthenticated']);
});

test.each(routeRows.filter(({ route }) => route.includes('{organizationId}')))(
  'answers alike for a foreign and an unknown organization: $route',
  { tags: ['guard:organization-for-its-members'] },
  async (row) => {
    const { ids } = await freshTeam();
    const client = await server().as(outsider);
    const foreign = await callRoute(client, row, ids);
    expect([foreign.status, problemOf(foreign)]).toEqual([404, 'organization_not_found']);
    for (const organizationId of [
      '00000000-0000-7000-8000-000000000000',
      'nonsense',
      '%27%20or%201=1',
      'x'.repeat(64),
    ]) {
      const missing = await callRoute(client, row, { ...ids, organizationId });
      expect([missing.status, missing.text]).toEqual([404, foreign.text]);
      expect(missing.headers.get('content-type')).toBe(foreign.headers.get('content-type'));
    }
    const byStaff = await callRoute(await server().as(staff), row, { ...ids, organizationId: 'nonsense' });
    expect(byStaff.text).toBe(foreign.text);
  },
);

test.each(routeRows.filter(({ route }) => /\{(inviteId|memberId)\}/.test(route)))(
  'answers alike for an id of another organization and an unknown one: $route',
  { tags: ['guard:invite-in-its-organization'] },
  async (row) => {
    const [mine, theirs] = [await freshTeam(), await freshTeam()];
    const client = await server().as(mine.people.owner);
    const { organizationId } = mine.ids;
    const foreign = await callRoute(client, row, { ...theirs.ids, organizationId });
    expect(foreign.status).toBe(404);
    for (const id of ['00000000-0000-7000-8000-000000000000', 'nonsense']) {
      const missing = await callRoute(client, row, {
        organizationId,
        inviteId: id,
        memberId: id,
        unique: 'x',
      });
      expect([missing.status, missing.text]).toEqual([404, foreign.text]);
    }
    const untouched = await callRoute(await server().as(theirs.people.owner), row, theirs.ids);
    expect(untouched.status, untouched.text).toBeLessThan(300);
  },
);

test('lets members and staff open the live events of an organization', async () => {
  const { people, ids } = await freshTeam();
  for (const [role, status] of [
    ['owner', 200],
    ['admin', 200],
    ['agent', 200],
    ['staff', 200],
    ['outsider', 404],
  ] as const) {
    const { accessToken = '' } = await server().as(people[role]);
    const dropped = new AbortController();
    const answer = await requestEvents(
      { url: server().url, accessToken, organizationId: ids.organizationId },
      dropped.signal,
    );
    expect(answer.status, role).toBe(status);
    dropped.abort();
  }
  expect((await fetch(`${server().url}/api/events`)).status).toBe(401);
});

test(
  'checks the permission in the database at the moment of the action, not in the token',
  { tags: ['guard:agent-manages-nobody'] },
  async () => {
    const { testData } = server();
    const { ids } = await freshTeam();
    const person = await testData.person({ staff: true });
    const client = await server().as(person);
    const route = 'GET /api/organizations/{organizationId}/members';
    expect(resultOf(await callRoute(client, { route }, ids))).toBe(200);
    await testData.database.pool.query('update users set staff = false where id = $1', [person.id]);
    expect(resultOf(await callRoute(client, { route }, ids))).toBe('organization_not_found');
    await testData.member(ids.organizationId, person, 'agent');
    expect(resultOf(await callRoute(client, { route }, ids))).toBe('forbidden');
    await testData.database.pool.query(`update members set role = 'admin' where user_id = $1`, [person.id]);
    expect(resultOf(await callRoute(client, { route }, ids))).toBe(200);
  },
);

test('rejects an access token in the query, a cookie or another scheme', async () => {
  const { accessToken = '' } = await server().as(outsider);
  const client = createApiClient(server().url);
  expect((await client.raw({ method: 'GET', path: `/api/me?access_token=${accessToken}` })).status).not.toBe(
    200,
  );
  const attempts: Record<string, string>[] = [
    { Cookie: `fastlinkit_session=${accessToken}` },
    { Authorization: `Basic ${accessToken}` },
    { Authorization: accessToken },
    { 'X-Api-Key': accessToken },
  ];
  for (const headers of attempts) {
    expect((await client.raw({ method: 'GET', path: '/api/me', headers })).status).toBe(401);
  }
  expect(await createApiClient(server().url, accessToken).call(getMe, {})).toMatchObject({
    user: { id: outsider.id },
  });
});
