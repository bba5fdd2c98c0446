import { expect, test } from 'vitest';
import { listActivity } from '#contract/activity/api';
import { createInvite } from '#contract/invite/api';
import { getMe } from '#contract/account/api';
import {
  createOrganization,
  editOrganization,
  getOrganization,
  listOrganizations,
  type Organization,
} from '#contract/organization/api';
import type { Page } from '#contract/page';
import { getSeats, setSubscription } from '#contract/seat/api';
import { useServer } from './use-server.ts';

const server = useServer();
const dayMs = 24 * 60 * 60 * 1000;

test('makes the user who creates an organization its owner', async () => {
  const { testData } = server();
  const person = await testData.person();
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
  expect((await client.call(getMe, {})).memberships).toEqual([
    { organizationId: created.id, organizationName: 'Acme', role: 'owner' },
  ]);
  const { items } = await client.call(listActivity, { params });
  expect(items.map(({ type, actor }) => [type, actor?.id])).toEqual([['organization.created', person.id]]);
});

test('returns the organization with the role of the member who reads it', async () => {
  const { testData } = server();
  const team = await testData.team({ maxSeats: 10 });
  const params = { organizationId: team.organizationId };
  for (const role of ['owner', 'admin', 'agent'] as const) {
    const client = await server().as(team[role]);
    const seen = await client.call(getOrganization, { params });
    expect(seen).toMatchObject({ id: team.organizationId, name: team.name, role });
    expect(seen.seats).toEqual({ maxSeats: 10, members: 3, pendingInvites: 0, used: 3, available: 7 });
    expect(await client.call(getSeats, { params })).toEqual(seen.seats);
  }
});

test('counts open invites by status', async () => {
  const { testData } = server();
  const team = await testData.team();
  const client = await server().as(team.admin);
  const params = { organizationId: team.organizationId };
  const invite = (email: string) => client.call(createInvite, { params, body: { email, role: 'agent' } });
  const [, soon, expired] = [
    await invite('new@example.test'),
    await invite('soon@example.test'),
    await invite('expired@example.test'),
  ];
  await testData.age(soon.id, 6 * dayMs);
  await testData.age(expired.id, 7 * dayMs + 1);
  const { openInvites, seats } = await client.call(getOrganization, { params });
  expect(openInvites).toEqual({ pending: 2, expiringSoon: 1, expired: 1, failed: 0 });
  expect(seats).toMatchObject({ members: 3, pendingInvites: 2, used: 5 });
});

test('changes only the fields that an edit contains', async () => {
  const { testData } = server();
  const team = await testData.team({ name: 'Before' });
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

test('lists the own organizations to members and all to staff', async () => {
  const { testData } = server();
  const [mine, other] = [await testData.team({ name: 'Mine' }), await testData.team({ name: 'Not mine' })];
  await testData.member(other.organizationId, mine.admin, 'agent');
  const theirs = await (await server().as(mine.admin)).call(listOrganizations, {});
  expect(theirs.items.map(({ id, role }) => [id, role])).toEqual([
    [mine.organizationId, 'admin'],
    [other.organizationId, 'agent'],
  ]);
  expect(theirs).toMatchObject({ total: 2, totalIsCapped: false, nextCursor: null });
  const staff = await server().as(await testData.person({ staff: true }));
  const all = await staff.call(listOrganizations, { query: { limit: 200 } });
  const { rows } = await testData.database.pool.query<{ count: number }>(
    'select count(*)::int from organizations',
  );
  expect(all.total).toBe(rows[0]?.count);
  expect(all.items.map(({ id }) => id)).toEqual(
    expect.arrayContaining([mine.organizationId, other.organizationId]),
  );
  expect(all.items.every(({ role }) => role === null)).toBe(true);
});

test('keeps the total of all organizations exact while many are created and removed at the same moment', async () => {
  const { testData } = server();
  const people = await Promise.all(Array.from({ length: 8 }, () => testData.person()));
  const created = await Promise.all(
    people.map(async (person, n) =>
      (await server().as(person)).call(createOrganization, { body: { name: `At once ${n}` } }),
    ),
  );
  const { pool } = testData.database;
  await pool.query('delete from organizations where id = any($1)', [created.slice(0, 3).map(({ id }) => id)]);
  await pool.query('delete from organizations where false');
  const staff = await server().as(await testData.person({ staff: true }));
  const { rows } = await pool.query<{ count: number }>('select count(*)::int from organizations');
  for (const limit of [1, 50, 200])
    expect((await staff.call(listOrganizations, { query: { limit } })).total).toBe(rows[0]?.count);
  const { items } = await staff.call(listOrganizations, { query: { search: 'at once' } });
  expect(items.map(({ id }) => id).toSorted()).toEqual(
    created
      .slice(3)
      .map(({ id }) => id)
      .toSorted(),
  );
});

test('shows the same numbers of an organization in the list as by itself', async () => {
  const { testData } = server();
  const team = await testData.team({ name: 'Numbered', maxSeats: 20 });
  const client = await server().as(team.owner);
  const params = { organizationId: team.organizationId };
  const invite = (email: string) => client.call(createInvite, { params, body: { email, role: 'agent' } });
  const [, soon, expired] = [
    await invite('list-new@example.test'),
    await invite('list-soon@example.test'),
    await invite('list-expired@example.test'),
  ];
  await testData.age(soon.id, 6 * dayMs);
  await testData.age(expired.id, 7 * dayMs + 1);
  const byItself = await client.call(getOrganization, { params });
  expect(byItself.openInvites).toEqual({ pending: 2, expiringSoon: 1, expired: 1, failed: 0 });
  await testData.recount();
  for (const sort of ['name', 'usage', 'pending', 'expiring'] as const) {
    expect((await client.call(listOrganizations, { query: { sort } })).items).toEqual([byItself]);
    const found = await client.call(listOrganizations, { query: { sort, search: 'numb' } });
    expect(found).toMatchObject({ items: [byItself], total: 1, nextCursor: null });
  }
});

test('searches more organizations than a total counts, in every order and to the last page', async () => {
  const { testData } = server();
  await testData.database.pool.query(`
    with names as (select n, 'Crowd ' || n as name, gen_random_uuid() as id from generate_series(1, 1010) as n),
      added as (
        insert into organizations (id, name, sort_name, created_at, search)
        select id, name, lower(name), now(), array_to_tsvector(array['crowd', n::text]) from names
      ),
      seats as (insert into organization_subscriptions (organization_id, max_seats) select id, 10 from names)
    insert into organization_counters (organization_id, max_seats, used, usage) select id, 10, n % 10, (n % 10) / 10.0 from names`);
  const staff = await server().as(await testData.person({ staff: true }));
  for (const sort of ['name', 'usage'] as const) {
    const ids: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query = { search: 'crow', sort, limit: 200, ...(cursor === '' ? {} : { cursor }) };
      const page: Page<Organization> = await staff.call(listOrganizations, { query });
      expect(page).toMatchObject({ total: 1000, totalIsCapped: true });
      ids.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(new Set(ids).size).toBe(1010);
    expect(ids).toHaveLength(1010);
  }
  const narrow = await staff.call(listOrganizations, { query: { search: 'crowd 101', sort: 'usage' } });
  expect(narrow.items.map(({ name }) => name).toSorted()).toEqual(['Crowd 101', 'Crowd 1010']);
  const stranger = await server().as(await testData.person());
  expect(await stranger.call(listOrganizations, { query: { search: 'crowd' } })).toMatchObject({
    items: [],
    total: 0,
  });
  await testData.database.pool.query(`delete from organizations where name like 'Crowd %'`);
});

test('finds organizations by the beginnings of words, ignoring accents and case', async () => {
  const { testData } = server();
  const owner = await testData.person();
  for (const name of ['Café Zürich', 'Zebra-Support', 'Acme zur_Linde', 'Bazaar'])
    await testData.organization({ owner, name });
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

test('lets staff set the seat limit, below the current usage too', async () => {
  const { testData } = server();
  const team = await testData.team({ maxSeats: 10 });
  const staff = await server().as(await testData.person({ staff: true }));
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

test('records actions of staff in the activity, and their visits once an hour', async () => {
  const { testData } = server();
  const team = await testData.team();
  const person = await testData.person({ firstName: 'Sue', lastName: 'Support', staff: true });
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
  await testData.database.pool.query(
    `update activity set at = at - interval '61 minutes' where organization_id = $1`,
    [team.organizationId],
  );
  await staff.call(getOrganization, { params });
  const again = await staff.call(listActivity, { params, query: { type: 'organization.opened' } });
  expect(again.items).toHaveLength(2);
});
