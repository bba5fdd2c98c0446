import { get } from 'node:http';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import Papa from 'papaparse';
import { v7 as uuidv7 } from 'uuid';
import { expect, test } from 'vitest';
import { listActivity } from '#contract/activity/api';
import { createInvite, revokeInvite } from '#contract/invite/api';
import { insertMany } from '../../src/backend/database/insert-many.ts';
import { memberKeys } from '../../src/backend/member/member-repository.ts';
import { members } from '../../src/backend/database/tables/members.ts';
import { users } from '../../src/backend/database/tables/users.ts';
import { problemOf } from '../helpers/api-client.ts';
import type { Person, Team } from '../helpers/factories.ts';
import { useServer } from './use-server.ts';

const server = useServer();

async function fetchCsv(person: Person, path: string) {
  const client = await server().as(person);
  const answer = await client.raw({ method: 'GET', path });
  const { data, errors } = Papa.parse<Record<string, string>>(answer.text, {
    header: true,
    newline: '\r\n',
    skipEmptyLines: true,
  });
  expect(errors).toEqual([]);
  return { ...answer, rows: data };
}

const membersOf = ({ organizationId }: Team) => `/api/organizations/${organizationId}/members.csv`;
const activityOf = ({ organizationId }: Team) => `/api/organizations/${organizationId}/activity.csv`;

test('exports the members as CSV and escapes every name', async () => {
  const { testData } = server();
  const team = await testData.team();
  const names = [
    { firstName: 'Ann "Annie"', lastName: 'Comma, the' },
    { firstName: 'Zoë', lastName: 'O’Neil; Ünal' },
    { firstName: 'Line\nbreak', lastName: 'two\r\nlines' },
    { firstName: '  spaces ', lastName: '日本' },
  ];
  const people = await Promise.all(names.map((name) => testData.person(name)));
  for (const person of people) await testData.member(team.organizationId, person, 'agent');
  const { status, headers, rows, text: file } = await fetchCsv(team.admin, membersOf(team));
  expect(status).toBe(200);
  expect(headers.get('content-type')).toMatch(/^text\/csv; charset=utf-8/);
  expect(headers.get('content-disposition')).toMatch(/^attachment; filename="[^"]+\.csv"/);
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(file.startsWith('email,firstName,lastName,role,joinedAt,lastActiveAt\r\n')).toBe(true);
  expect(file.endsWith('\r\n')).toBe(true);
  expect(rows).toHaveLength(7);
  for (const { email, firstName, lastName } of people) {
    expect(rows.find((row) => row['email'] === email)).toMatchObject({ firstName, lastName, role: 'agent' });
  }
  expect(rows.map((row) => row['email'])).toEqual(rows.map((row) => row['email'] ?? '').toSorted(compare));
  expect(Number.isNaN(Date.parse(rows[0]?.['joinedAt'] ?? ''))).toBe(false);
});

test.each(['=HYPERLINK("https://evil.test")', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])(
  'prefixes a name that a spreadsheet would read as a formula: %j',
  async (lastName) => {
    const { testData } = server();
    const team = await testData.team();
    const person = await testData.person({ firstName: lastName, lastName });
    await testData.member(team.organizationId, person, 'agent');
    const { rows } = await fetchCsv(team.owner, membersOf(team));
    const row = rows.find(({ email }) => email === person.email);
    for (const cell of [row?.['firstName'], row?.['lastName']]) {
      expect(cell).not.toMatch(/^[=+\-@\t\r]/);
      expect(cell).toContain(lastName.trim());
    }
  },
);

test('exports the activity as CSV, newest first, with the filters of the list', async () => {
  const { testData } = server();
  const team = await testData.team({ name: '=cmd|calc' });
  const client = await server().as(team.admin);
  const params = { organizationId: team.organizationId };
  const invite = await client.call(createInvite, {
    params,
    body: { email: 'csv@example.test', role: 'agent' },
  });
  await client.call(revokeInvite, { params: { ...params, inviteId: invite.id } });
  const { rows } = await fetchCsv(team.owner, activityOf(team));
  const { items } = await client.call(listActivity, { params });
  expect(rows.map(({ at, type, subject }) => ({ at, type, subject }))).toEqual(
    items.map(({ at, type, subject }) => ({ at, type, subject })),
  );
  expect(rows[0]).toMatchObject({ type: 'activity.exported', byStaff: 'no' });
  const only = async (query: string) =>
    (await fetchCsv(team.owner, `${activityOf(team)}?${query}`)).rows.map(({ type }) => type);
  expect(await only('type=invite.revoked')).toEqual(['invite.revoked']);
  expect(await only(`actor=${team.admin.id}`)).toEqual(['invite.revoked', 'invite.created']);
  expect(await only('actor=nobody')).toEqual([]);
  expect(await only(`from=${encodeURIComponent('2099-01-01T00:00:00+02:00')}`)).toEqual([]);
  const refused = await client.raw({ method: 'GET', path: `${activityOf(team)}?type=nonsense` });
  expect(problemOf(refused)).toBe('validation_failed');
});

test('records an export and its actor in the activity', async () => {
  const { testData } = server();
  const team = await testData.team();
  const staff = await testData.person({ staff: true });
  await fetchCsv(staff, membersOf(team));
  const { items } = await (
    await server().as(team.owner)
  ).call(listActivity, {
    params: { organizationId: team.organizationId },
    query: { type: 'members.exported' },
  });
  expect(items).toMatchObject([{ actor: { id: staff.id, staff: true } }]);
});

test('streams a long list row by row while it is read from the database', async () => {
  const { testData, url } = server();
  const team = await testData.team();
  await insertPeople(team, 20_000);
  const { rows } = await fetchCsv(team.owner, membersOf(team));
  expect(rows).toHaveLength(20_003);
  expect(new Set(rows.map(({ email }) => email)).size).toBe(20_003);

  const { accessToken = '' } = await server().as(team.owner);
  const body = await new Promise<Readable>((resolve, reject) => {
    const headers = { Authorization: `Bearer ${accessToken}` };
    get(`${url}${membersOf(team)}`, { headers }, resolve).on('error', reject);
  });
  // Nobody has read yet: what has not been written by now has not been read from the database either.
  await testData.database.pool.query(
    `delete from members where organization_id = $1 and sort_email > 'many-19'`,
    [team.organizationId],
  );
  const file = await text(body);
  const lines = file.split('\r\n').length;
  expect(lines).toBeGreaterThan(1_000);
  expect(lines).toBeLessThan(20_000);
});

const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);

/** Long names: more than what lies in the buffers between two programs. */
async function insertPeople({ organizationId }: Team, count: number): Promise<void> {
  const people = Array.from({ length: count }, (_, n) => ({
    id: uuidv7(),
    email: `many-${String(n).padStart(5, '0')}@example.test`,
    firstName: `First ${n}`,
    lastName: `Last ${'x'.repeat(1_000)}`,
    passwordHash: 'none',
  }));
  await server().testData.database.transaction(async (tx) => {
    await insertMany(tx, users, people);
    await insertMany(
      tx,
      members,
      people.map((person) => ({
        id: uuidv7(),
        organizationId,
        userId: person.id,
        role: 'agent' as const,
        joinedAt: new Date(),
        ...memberKeys(person),
      })),
    );
  });
}
