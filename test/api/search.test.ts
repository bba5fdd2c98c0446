import { beforeAll, expect, test } from 'vitest';
import { createInvite } from '#contract/invite/api';
import type { Team } from '../helpers/factories.ts';
import { useServer } from './use-server.ts';

const server = useServer();
let team: Team;

beforeAll(async () => {
  team = await server().testData.team({ name: 'Searched' });
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
])('ignores a search without a word: list %j', async (list, all) => {
  for (const search of ['', ' ', '-', '.', '@', ' -._+@ ', '\0', '\t\n']) {
    expect(await total(list, search), JSON.stringify(search)).toBe(all);
  }
});

test('finds nothing for symbols, and accepts any text as a search', async () => {
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

test('finds what has an underscore or a percent sign, wherever it is', async () => {
  const { testData } = server();
  const owner = await testData.person({ email: 'over_here@signs.test' });
  const organization = await testData.organization({ owner, name: 'Half % Off' });
  await testData.member(
    organization.organizationId,
    await testData.person({ email: 'plain@signs.test' }),
    'agent',
  );
  const client = await server().as(owner);
  const params = { organizationId: organization.organizationId };
  for (const email of ['one_two@x.test', '100%sure@x.test', 'plain@x.test'])
    await client.call(createInvite, { params, body: { email, role: 'agent' } });
  const found = async (list: string, search: string): Promise<unknown> => {
    const path =
      list === '' ? '/api/organizations' : `/api/organizations/${organization.organizationId}/${list}`;
    const { json } = await client.raw({ method: 'GET', path: `${path}?${new URLSearchParams({ search })}` });
    return (json as { total: number }).total;
  };
  expect(await found('members', '_')).toBe(1);
  expect(await found('members', '%')).toBe(0);
  expect(await found('invites', ' _ ')).toBe(1);
  expect(await found('invites', '%')).toBe(1);
  expect(await found('invites', '_%')).toBe(0);
  expect(await found('activity', '%')).toBe(1);
  expect(await found('', '%')).toBe(1);
  expect(await found('', '_')).toBe(0);
});

test('ends a word at a NUL character', async () => {
  expect(await total('members', 'ada\0adm')).toBe(1);
});

test('finds members by a whole address, by its beginning and by its domain', async () => {
  const organization = await server().testData.organization({ owner: await server().testData.person() });
  for (const name of ['zoe.one', 'zoe.two', 'yan.one']) {
    const person = await server().testData.person({ email: `${name}@acme-support.test` });
    await server().testData.member(organization.organizationId, person, 'agent');
  }
  const client = await server().as(team.owner);
  const staff = await server().as(await server().testData.person({ staff: true }));
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

const international = [
  ['Łukasz', 'Łoś', 'lukasz', 'los'],
  ['Søren', 'Ørsted', 'soren', 'orsted'],
  ['Jürgen', 'Weiß', 'weiss', 'jurgen'],
  ['Ayşe', 'Yıldız', 'yildiz', 'ayse'],
  ['Conan', 'O’Brien', "o'brien", 'o‘brien'],
  ['Þóra', 'Æsir', 'thora', 'aesir'],
] as const;

test('finds names of other alphabets by the letters that people type, and sorts them beside those', async () => {
  const { testData } = server();
  const owner = await testData.person({ firstName: 'Lukas', lastName: 'Zimmer' });
  const { organizationId } = await testData.organization({ owner });
  for (const [firstName, lastName] of international)
    await testData.member(organizationId, await testData.person({ firstName, lastName }), 'agent');
  const client = await server().as(owner);
  const found = async (query: Record<string, string>) => {
    const path = `/api/organizations/${organizationId}/members?${new URLSearchParams(query)}`;
    const { json } = await client.raw({ method: 'GET', path });
    return (json as { items: { firstName: string; lastName: string }[] }).items;
  };
  for (const [firstName, lastName, ...searches] of international) {
    for (const search of [firstName, lastName, ...searches])
      expect(await found({ search }), search).toMatchObject([{ firstName, lastName }]);
  }
  expect((await found({ sort: 'name' })).map(({ firstName }) => firstName)).toEqual([
    'Ayşe',
    'Conan',
    'Jürgen',
    'Lukas',
    'Łukasz',
    'Søren',
    'Þóra',
  ]);
});

test('finds organizations and invites by the letters that people type', async () => {
  const { testData } = server();
  const owner = await testData.person();
  const { organizationId } = await testData.organization({ owner, name: 'Łódź Øst' });
  const client = await server().as(owner);
  const params = { organizationId };
  await client.call(createInvite, { params, body: { email: 'søren.weiß@example.test', role: 'agent' } });
  const totals = async (path: string) =>
    ((await client.raw({ method: 'GET', path })).json as { total: number }).total;
  expect(await totals('/api/organizations?search=lodz')).toBe(1);
  expect(await totals('/api/organizations?search=%C3%B8st')).toBe(1);
  for (const search of ['soren', 'weiss', 'S%C3%98REN'])
    for (const list of ['invites', 'activity'])
      expect(await totals(`/api/organizations/${organizationId}/${list}?search=${search}`), search).toBe(1);
});

test(
  'finds nothing in another organization, even in one with a similar id',
  { tags: ['guard:search-in-its-organization'] },
  async () => {
    const { testData } = server();
    const ending = team.organizationId.slice(-12);
    const stranger = await testData.person({ firstName: 'Xaver', lastName: 'Elsewhere' });
    const other = await testData.organization({ owner: stranger, id: `00000000-0000-7000-8000-${ending}` });
    const client = await server().as(stranger);
    const path = `/api/organizations/${other.organizationId}/members?search=xaver`;
    expect((await client.raw({ method: 'GET', path })).json).toMatchObject({ total: 1 });
    expect(await total('members', 'xaver')).toBe(0);
  },
);

test('finds an address by a domain as people write it, and by its beginning', async () => {
  const { testData } = server();
  const owner = await testData.person();
  const { organizationId } = await testData.organization({ owner });
  await testData.member(
    organizationId,
    await testData.person({ email: 'yan@xn--bcher-laden-thb.example' }),
    'agent',
  );
  const client = await server().as(owner);
  for (const email of [
    'kim@bücher-laden.example',
    'kim@straße.example',
    'kim@例え.example',
    'kim@other.example',
  ])
    await client.call(createInvite, { params: { organizationId }, body: { email, role: 'agent' } });
  const found = async (list: string, search: string): Promise<string[]> => {
    const path = `/api/organizations/${organizationId}/${list}?${new URLSearchParams({ search })}`;
    const { json } = await client.raw({ method: 'GET', path });
    return (json as { items: { email?: string; subject?: string }[] }).items
      .map(({ email, subject }) => email ?? subject ?? '')
      .toSorted();
  };
  const bookshop = ['kim@xn--bcher-laden-thb.example'];
  for (const search of [
    'bücher',
    'BÜCHER',
    'büch',
    'bucher',
    'laden',
    'bücher-laden',
    'bücher-laden.example',
    '@bücher-laden.ex',
    'kim@bücher-laden.example',
    'kim bücher',
    'xn--bcher-laden-thb',
    'kim@xn--bcher-laden-thb.example',
  ])
    expect(await found('invites', search), search).toEqual(bookshop);
  expect(await found('invites', 'straße')).toEqual(['kim@xn--strae-oqa.example']);
  expect(await found('invites', '例')).toEqual(['kim@xn--r8jz45g.example']);
  expect(await found('invites', 'yan@bücher')).toEqual([]);
  expect(await found('members', 'bücher')).toEqual(['yan@xn--bcher-laden-thb.example']);
  expect(await found('activity', 'büch')).toEqual(bookshop);
});
