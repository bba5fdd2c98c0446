import { beforeAll, expect, test } from 'vitest';
import type { Team } from '../support/factories.ts';
import { useServer } from './use-server.ts';

const server = useServer();
let team: Team;

beforeAll(async () => {
  team = await server().world.team({ name: 'Searched' });
});

async function total(list: string, search: string): Promise<unknown> {
  const client = await server().as(team.owner);
  const query = new URLSearchParams({ search });
  const path = list === '' ? '/api/organizations' : `/api/organizations/${team.organizationId}/${list}`;
  const { status, json, text } = await client.raw({ method: 'GET', path: `${path}?${query}` });
  expect(status, `${list} ${JSON.stringify(search)}: ${text}`).toBe(200);
  return (json as { total: number }).total;
}

test.each([
  ['', 1],
  ['members', 3],
  ['invites', 0],
  ['activity', 0],
])('a search of %j without a word in it is none', async (list, all) => {
  for (const search of ['', ' ', '-', '.', '@', ' -._+@ ', '\0', '\t\n']) {
    expect(await total(list, search), JSON.stringify(search)).toBe(all);
  }
});

test('what no word holds finds nothing, and nothing that is written breaks the search', async () => {
  const odd = [
    '!',
    '*',
    ':*',
    "'",
    "''",
    '\\',
    "\\'",
    '&',
    '|',
    '!a',
    '(',
    '<->',
    '"',
    '%',
    '_%',
    '🦄',
    'a\0b',
    'ﬀ',
    '\u0301',
  ];
  for (const search of odd) {
    for (const list of ['', 'members', 'invites', 'activity']) await total(list, search);
  }
  for (const search of ['!', "'", '\\', ':*', '🦄']) expect(await total('members', search), search).toBe(0);
});

test('a zero character ends a word', async () => {
  expect(await total('members', 'ada\0adm')).toBe(1);
});

test('an address as a whole finds whoever has it, and its beginning or its domain finds what they find', async () => {
  const organization = await server().world.organization({ owner: await server().world.person() });
  for (const name of ['zoe.one', 'zoe.two', 'yan.one']) {
    const person = await server().world.person({ email: `${name}@acme-support.test` });
    await server().world.member(organization.organizationId, person, 'agent');
  }
  const client = await server().as(team.owner);
  const staff = await server().as(await server().world.person({ staff: true }));
  const found = async (search: string) => {
    const path = `/api/organizations/${organization.organizationId}/members?${new URLSearchParams({ search, sort: 'email' })}`;
    expect((await client.raw({ method: 'GET', path })).status).toBe(404);
    const { json } = await staff.raw({ method: 'GET', path });
    return (json as { items: { email: string }[] }).items.map(({ email }) => email.split('@')[0]);
  };
  expect(await found('zoe.one@acme-support.test')).toEqual(['zoe.one']);
  expect(await found('zoe@acme')).toEqual(['zoe.one', 'zoe.two']);
  expect(await found('@acme-support')).toEqual(['yan.one', 'zoe.one', 'zoe.two']);
  expect(await found('acme one')).toEqual(['yan.one', 'zoe.one']);
  expect(await found('zoe.one@other.test')).toEqual([]);
  expect(await found('Zoe@ACME zoe.two')).toEqual(['zoe.two']);
});

test('nothing is found in another organization, not even in one whose id ends in the same way', async () => {
  const { world } = server();
  const ending = team.organizationId.slice(-12);
  const stranger = await world.person({ firstName: 'Xaver', lastName: 'Elsewhere' });
  const other = await world.organization({ owner: stranger, id: `00000000-0000-7000-8000-${ending}` });
  const client = await server().as(stranger);
  const path = `/api/organizations/${other.organizationId}/members?search=xaver`;
  expect((await client.raw({ method: 'GET', path })).json).toMatchObject({ total: 1 });
  expect(await total('members', 'xaver')).toBe(0);
});
