import { expect, test } from 'vitest';
import { listActivity } from '#contract/activity';
import { createInvite } from '#contract/invite';
import { me } from '#contract/session';
import {
  createOrganization,
  editOrganization,
  getOrganization,
  listOrganizations,
} from '#contract/organization';
import { getSeats, setSubscription } from '#contract/seat';
import { useServer } from './use-server.ts';

const server = useServer();
const dayMs = 24 * 60 * 60 * 1000;

test('whoever creates an organization owns it', async () => {
  const { world } = server();
  const person = await world.person();
  const client = await server().as(person);
  const before = Date.now();
  const created = await client.call(createOrganization, {
    body: { name: '  Acme  ', description: 'We help.' },
  });
  expect(created).toMatchObject({
    name: 'Acme',
    description: 'We help.',
    logoUrl: null,
    role: 'owner',
    reminders: true,
    seats: { members: 1, pendingInvites: 0, used: 1 },
    openInvites: { pending: 0, expiringSoon: 0, expired: 0, failed: 0 },
  });
  expect(Date.parse(created.createdAt)).toBeGreaterThanOrEqual(before - 1000);
  const params = { organizationId: created.id };
  expect(await client.call(getOrganization, { params })).toEqual(created);
  expect((await client.call(me, {})).memberships).toEqual([
    { organizationId: created.id, organizationName: 'Acme', role: 'owner' },
  ]);
  const { items } = await client.call(listActivity, { params });
  expect(items.map(({ type, actor }) => [type, actor?.id])).toEqual([['organization.created', person.id]]);
});

test('each member sees the organization with the role they have in it', async () => {
  const { world } = server();
  const team = await world.team({ maxSeats: 10 });
  const params = { organizationId: team.organizationId };
  for (const role of ['owner', 'admin', 'agent'] as const) {
    const client = await server().as(team[role]);
    const seen = await client.call(getOrganization, { params });
    expect(seen).toMatchObject({ id: team.organizationId, name: team.name, role });
    expect(seen.seats).toEqual({ maxSeats: 10, members: 3, pendingInvites: 0, used: 3, available: 7 });
    expect(await client.call(getSeats, { params })).toEqual(seen.seats);
  }
});

test('open invites are counted by how they stand', async () => {
  const { world } = server();
  const team = await world.team();
  const client = await server().as(team.admin);
  const params = { organizationId: team.organizationId };
  const invite = (email: string) => client.call(createInvite, { params, body: { email, role: 'agent' } });
  const [, soon, expired] = [
    await invite('new@example.test'),
    await invite('soon@example.test'),
    await invite('expired@example.test'),
  ];
  await world.age(soon.id, 6 * dayMs);
  await world.age(expired.id, 7 * dayMs + 1);
  const { openInvites, seats } = await client.call(getOrganization, { params });
  expect(openInvites).toEqual({ pending: 2, expiringSoon: 1, expired: 1, failed: 0 });
  expect(seats).toMatchObject({ members: 3, pendingInvites: 2, used: 5 });
});

test('an edit changes what it names and nothing else', async () => {
  const { world } = server();
  const team = await world.team({ name: 'Before' });
  const client = await server().as(team.admin);
  const params = { organizationId: team.organizationId };
  const before = await client.call(getOrganization, { params });
  const renamed = await client.call(editOrganization, { params, body: { name: 'After' } });
  expect(renamed).toEqual({ ...before, name: 'After' });
  const described = await client.call(editOrganization, {
    params,
    body: { description: 'What we do', logoUrl: 'https://example.test/logo.png', reminders: false },
  });
  expect(described).toEqual({
    ...renamed,
    description: 'What we do',
    logoUrl: 'https://example.test/logo.png',
    reminders: false,
  });
  expect(await client.call(editOrganization, { params, body: { logoUrl: null } })).toEqual({
    ...described,
    logoUrl: null,
  });
  expect(await client.call(editOrganization, { params, body: {} })).toMatchObject({ name: 'After' });
  const { items } = await client.call(listActivity, { params, query: { type: 'organization.updated' } });
  expect(items).toHaveLength(3);
});

test('the list shows a member theirs, staff all', async () => {
  const { world } = server();
  const [mine, other] = [await world.team({ name: 'Mine' }), await world.team({ name: 'Not mine' })];
  await world.member(other.organizationId, mine.admin, 'agent');
  const theirs = await (await server().as(mine.admin)).call(listOrganizations, {});
  expect(theirs.items.map(({ id, role }) => [id, role])).toEqual([
    [mine.organizationId, 'admin'],
    [other.organizationId, 'agent'],
  ]);
  expect(theirs).toMatchObject({ total: 2, totalIsCapped: false, nextCursor: null });
  const staff = await server().as(await world.person({ staff: true }));
  const all = await staff.call(listOrganizations, { query: { limit: 200 } });
  const { rows } = await world.database.pool.query<{ count: number }>(
    'select count(*)::int from organizations',
  );
  expect(all.total).toBe(rows[0]?.count);
  expect(all.items.map(({ id }) => id)).toEqual(
    expect.arrayContaining([mine.organizationId, other.organizationId]),
  );
  expect(all.items.every(({ role }) => role === null)).toBe(true);
});

test('the list finds words by their beginnings, accents and case aside', async () => {
  const { world } = server();
  const owner = await world.person();
  for (const name of ['Café Zürich', 'Zebra-Support', 'Acme zur_Linde', 'Bazaar'])
    await world.organization({ owner, name });
  const client = await server().as(owner);
  const find = async (search: string) =>
    (await client.call(listOrganizations, { query: { search } })).items.map(({ name }) => name);
  expect(await find('zur')).toEqual(['Acme zur_Linde', 'Café Zürich']);
  expect(await find('CAFE ZÜ')).toEqual(['Café Zürich']);
  expect(await find('supp')).toEqual(['Zebra-Support']);
  expect(await find('urich')).toEqual([]);
  expect(await find("z' | 'a")).toEqual([]);
  expect(await find('')).toHaveLength(4);
});

test('staff set how many seats there are, below what is used as well', async () => {
  const { world } = server();
  const team = await world.team({ maxSeats: 10 });
  const staff = await server().as(await world.person({ staff: true }));
  const admin = await server().as(team.admin);
  const params = { organizationId: team.organizationId };
  const seats = await staff.call(setSubscription, { params, body: { maxSeats: 2 } });
  expect(seats).toEqual({ maxSeats: 2, members: 3, pendingInvites: 0, used: 3, available: 0 });
  expect(await admin.call(getSeats, { params })).toEqual(seats);
  const refused = await admin.refusal(createInvite, {
    params,
    body: { email: 'a@example.test', role: 'agent' },
  });
  expect(refused.problem.code).toBe('seat_limit_reached');
  expect(await staff.call(setSubscription, { params, body: { maxSeats: null } })).toMatchObject({
    maxSeats: null,
    available: null,
  });
  await admin.call(createInvite, { params, body: { email: 'a@example.test', role: 'agent' } });
  const { items } = await admin.call(listActivity, { params, query: { type: 'subscription.changed' } });
  expect(items.map(({ actor }) => actor?.staff)).toEqual([true, true]);
});

test("what staff do stands in the organization's activity, opening it once an hour", async () => {
  const { world } = server();
  const team = await world.team();
  const person = await world.person({ firstName: 'Sue', lastName: 'Support', staff: true });
  const staff = await server().as(person);
  const params = { organizationId: team.organizationId };
  await staff.call(getOrganization, { params });
  await staff.call(getOrganization, { params });
  await staff.call(createInvite, { params, body: { email: 'b@example.test', role: 'agent' } });
  const { items } = await (await server().as(team.owner)).call(listActivity, { params });
  expect(items.map(({ type, actor }) => ({ type, actor }))).toEqual([
    { type: 'invite.created', actor: { id: person.id, name: 'Sue Support', staff: true } },
    { type: 'organization.opened', actor: { id: person.id, name: 'Sue Support', staff: true } },
  ]);
  await world.database.pool.query(
    `update activity set at = at - interval '61 minutes' where organization_id = $1`,
    [team.organizationId],
  );
  await staff.call(getOrganization, { params });
  const again = await staff.call(listActivity, { params, query: { type: 'organization.opened' } });
  expect(again.items).toHaveLength(2);
});
