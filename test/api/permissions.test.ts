import { beforeAll, expect, test } from 'vitest';
import { createInvite } from '#contract/invite';
import { me } from '#contract/session';
import { createApiClient, problemOf } from '../support/api-client.ts';
import { requestEvents } from '../support/event-stream.ts';
import type { Person } from '../support/factories.ts';
import {
  callRoute,
  outcomeOf,
  routeRoles,
  routeRows,
  routesApart,
  servedRoutes,
} from '../support/route-table.ts';
import { useServer } from './use-server.ts';

const server = useServer();

let staff: Person;
let outsider: Person;
/** One address gets only so many mails a day. */
let teams = 0;

beforeAll(async () => {
  staff = await server().world.person({ staff: true });
  outsider = await server().world.person();
});

async function freshTeam() {
  const { world } = server();
  const team = await world.team();
  const target = await world.member(team.organizationId, await world.person(), 'agent');
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

test('the table has a row for every route that the server has', async () => {
  const served = await servedRoutes(server().anonymous);
  expect(served.toSorted()).toEqual([...routeRows.map(({ route }) => route), ...routesApart].toSorted());
});

test.each(routeRows)('$route', async (row) => {
  for (const role of routeRoles) {
    const { people, ids } = await freshTeam();
    const client = await server().as(people[role]);
    const answer = await callRoute(client, row, ids);
    expect(outcomeOf(answer), `${role}: ${answer.text}`).toBe(row[role]);
  }
  const { ids } = await freshTeam();
  const nobody = await callRoute(server().anonymous, row, ids);
  expect([nobody.status, problemOf(nobody)]).toEqual([401, 'unauthenticated']);
});

test.each(routeRows.filter(({ route }) => route.includes('{organizationId}')))(
  "$route answers for somebody else's organization exactly as for none",
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
  "$route answers for another organization's id exactly as for none",
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

test('who may listen to an organization', async () => {
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

test('the right is judged at the moment of the act, whatever the token says', async () => {
  const { world } = server();
  const { ids } = await freshTeam();
  const person = await world.person({ staff: true });
  const client = await server().as(person);
  const route = 'GET /api/organizations/{organizationId}/members';
  expect(outcomeOf(await callRoute(client, { route }, ids))).toBe(200);
  await world.database.pool.query('update users set staff = false where id = $1', [person.id]);
  expect(outcomeOf(await callRoute(client, { route }, ids))).toBe('organization_not_found');
  await world.member(ids.organizationId, person, 'agent');
  expect(outcomeOf(await callRoute(client, { route }, ids))).toBe('forbidden');
  await world.database.pool.query(`update members set role = 'admin' where user_id = $1`, [person.id]);
  expect(outcomeOf(await callRoute(client, { route }, ids))).toBe(200);
});

test('a token in the query, a cookie or another scheme signs nobody in', async () => {
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
  expect(await createApiClient(server().url, accessToken).call(me, {})).toMatchObject({
    user: { id: outsider.id },
  });
});
