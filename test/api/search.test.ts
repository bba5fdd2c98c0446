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
