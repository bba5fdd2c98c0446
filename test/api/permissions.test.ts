import { beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { createInvite } from '#contract/invite';
import { me } from '#contract/session';
import { createApiClient, problemOf, type ApiClient, type RawAnswer } from '../support/api-client.ts';
import { requestEvents } from '../support/event-stream.ts';
import type { Person } from '../support/factories.ts';
import { useServer } from './use-server.ts';

const server = useServer();

type Outcome = number | string;
interface Row {
  /** As the server's own list of routes has it. */
  route: string;
  body?: unknown;
  owner: Outcome;
  admin: Outcome;
  agent: Outcome;
  staff: Outcome;
  outsider: Outcome;
}

const seen = { owner: 200, admin: 200, agent: 200, staff: 200, outsider: 'organization_not_found' };
const managed = { ...seen, agent: 'forbidden' };
const anybody = { owner: 200, admin: 200, agent: 200, staff: 200, outsider: 200 };

/** "Who may do what" of the API, route by route. A number is the status of a success, a word the problem code. */
const rows: Row[] = [
  { route: 'GET /api/me', ...anybody },
  { route: 'GET /api/organizations', ...anybody },
  {
    route: 'POST /api/organizations',
    body: { name: 'New' },
    owner: 201,
    admin: 201,
    agent: 201,
    staff: 201,
    outsider: 201,
  },
  { route: 'GET /api/organizations/{organizationId}', ...seen },
  { route: 'PATCH /api/organizations/{organizationId}', body: { name: 'Edited' }, ...managed },
  { route: 'GET /api/organizations/{organizationId}/seats', ...seen },
  {
    route: 'PUT /api/organizations/{organizationId}/subscription',
    body: { maxSeats: 50 },
    owner: 'forbidden',
    admin: 'forbidden',
    agent: 'forbidden',
    staff: 200,
    outsider: 'organization_not_found',
  },
  { route: 'GET /api/organizations/{organizationId}/members', ...managed },
  {
    route: 'PATCH /api/organizations/{organizationId}/members/{memberId}',
    body: { role: 'admin' },
    ...managed,
  },
  {
    route: 'DELETE /api/organizations/{organizationId}/members/{memberId}',
    owner: 204,
    admin: 204,
    agent: 'forbidden',
    staff: 204,
    outsider: 'organization_not_found',
  },
  { route: 'GET /api/organizations/{organizationId}/invites', ...managed },
  {
    route: 'POST /api/organizations/{organizationId}/invites',
    body: { email: 'fresh@example.test', role: 'agent' },
    ...managed,
    owner: 201,
    admin: 201,
    staff: 201,
  },
  {
    route: 'POST /api/organizations/{organizationId}/invites/bulk',
    body: { invites: [{ email: 'bulk@example.test', role: 'agent' }] },
    ...managed,
  },
  { route: 'GET /api/organizations/{organizationId}/invites/{inviteId}', ...managed },
  { route: 'POST /api/organizations/{organizationId}/invites/{inviteId}/resend', ...managed },
  { route: 'POST /api/organizations/{organizationId}/invites/{inviteId}/revoke', ...managed },
  { route: 'POST /api/organizations/{organizationId}/invites/{inviteId}/link', ...managed },
  {
    route: 'POST /api/organizations/{organizationId}/invites/{inviteId}/swap',
    body: { email: 'swapped@example.test', role: 'agent' },
    ...managed,
    owner: 201,
    admin: 201,
    staff: 201,
  },
  {
    route: 'POST /api/organizations/{organizationId}/ownership',
    body: { memberId: '{memberId}', password: 'correct horse battery' },
    ...managed,
    admin: 'forbidden',
    staff: 'forbidden',
  },
  { route: 'GET /api/organizations/{organizationId}/members.csv', ...managed },
  { route: 'GET /api/organizations/{organizationId}/activity', ...managed },
  { route: 'GET /api/organizations/{organizationId}/activity.csv', ...managed },
  { route: 'GET /api/organizations/{organizationId}/seats/history', ...seen },
];

/** Routes that the table has nothing to say of: they are tested where they belong. */
const apart = [
  'POST /api/auth/login',
  'POST /api/auth/refresh',
  'POST /api/auth/logout',
  'POST /api/auth/password',
  'POST /api/auth/forgot',
  'GET /api/events',
  // The caller's own, whoever that is.
  'GET /api/inbox',
  'GET /api/sessions',
  'DELETE /api/sessions',
  'DELETE /api/sessions/{sessionId}',
  'GET /api/api-keys',
  'POST /api/api-keys',
  'DELETE /api/api-keys/{apiKeyId}',
  'GET /api/totp',
  'POST /api/totp',
  'POST /api/totp/confirm',
  'DELETE /api/totp',
];

const roles = ['owner', 'admin', 'agent', 'staff', 'outsider'] as const;
const openApi = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });

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
  const ids = { organizationId: team.organizationId, memberId: target.memberId, inviteId };
  return { people: { ...team, staff, outsider }, ids };
}

type Ids = Awaited<ReturnType<typeof freshTeam>>['ids'];

function call(client: ApiClient, { route, body }: Pick<Row, 'route' | 'body'>, ids: Ids): Promise<RawAnswer> {
  const [method = '', path = ''] = route.split(' ');
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (_, name: keyof Ids) => ids[name]);
  const unique = body === undefined ? {} : { body: fill(JSON.stringify(body)).replace('@', `-${teams}@`) };
  return client.raw({ method, path: fill(path), ...unique });
}

const outcomeOf = (answer: RawAnswer): Outcome => (answer.status < 400 ? answer.status : problemOf(answer));

test('the table has a row for every route that the server has', async () => {
  const { json } = await server().anonymous.raw({ method: 'GET', path: '/openapi/v1.json' });
  const { paths } = openApi.parse(json);
  const served = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(served.toSorted()).toEqual([...rows.map(({ route }) => route), ...apart].toSorted());
});

test.each(rows)('$route', async (row) => {
  for (const role of roles) {
    const { people, ids } = await freshTeam();
    const client = await server().as(people[role]);
    const answer = await call(client, row, ids);
    expect(outcomeOf(answer), `${role}: ${answer.text}`).toBe(row[role]);
  }
  const { ids } = await freshTeam();
  const nobody = await call(server().anonymous, row, ids);
  expect([nobody.status, problemOf(nobody)]).toEqual([401, 'unauthenticated']);
});

test.each(rows.filter(({ route }) => route.includes('{organizationId}')))(
  "$route answers for somebody else's organization exactly as for none",
  async (row) => {
    const { ids } = await freshTeam();
    const client = await server().as(outsider);
    const foreign = await call(client, row, ids);
    expect([foreign.status, problemOf(foreign)]).toEqual([404, 'organization_not_found']);
    for (const organizationId of [
      '00000000-0000-7000-8000-000000000000',
      'nonsense',
      '%27%20or%201=1',
      'x'.repeat(64),
    ]) {
      const missing = await call(client, row, { ...ids, organizationId });
      expect([missing.status, missing.text]).toEqual([404, foreign.text]);
      expect(missing.headers.get('content-type')).toBe(foreign.headers.get('content-type'));
    }
    const byStaff = await call(await server().as(staff), row, { ...ids, organizationId: 'nonsense' });
    expect(byStaff.text).toBe(foreign.text);
  },
);

test.each(rows.filter(({ route }) => /\{(inviteId|memberId)\}/.test(route)))(
  "$route answers for another organization's id exactly as for none",
  async (row) => {
    const [mine, theirs] = [await freshTeam(), await freshTeam()];
    const client = await server().as(mine.people.owner);
    const { organizationId } = mine.ids;
    const foreign = await call(client, row, { ...theirs.ids, organizationId });
    expect(foreign.status).toBe(404);
    for (const id of ['00000000-0000-7000-8000-000000000000', 'nonsense']) {
      const missing = await call(client, row, { organizationId, inviteId: id, memberId: id });
      expect([missing.status, missing.text]).toEqual([404, foreign.text]);
    }
    const untouched = await call(await server().as(theirs.people.owner), row, theirs.ids);
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
  expect(outcomeOf(await call(client, { route }, ids))).toBe(200);
  await world.database.pool.query('update users set staff = false where id = $1', [person.id]);
  expect(outcomeOf(await call(client, { route }, ids))).toBe('organization_not_found');
  await world.member(ids.organizationId, person, 'agent');
  expect(outcomeOf(await call(client, { route }, ids))).toBe('forbidden');
  await world.database.pool.query(`update members set role = 'admin' where user_id = $1`, [person.id]);
  expect(outcomeOf(await call(client, { route }, ids))).toBe(200);
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
