import { beforeAll, expect, test } from 'vitest';
import type { Member } from '#contract/member/api';
import type { MemberSort } from '#contract/member/model';
import type { Page } from '#contract/page';
import { findMembers } from '../../src/backend/member/member-repository.ts';
import { useDatabase } from './use-database.ts';

const harness = useDatabase();
/** More than are read in the order of the list for one page, and so many that totals are capped. */
const people = 6_000;
let organizationId: string;

/** The n-th member by name, counted from 1: three in four are called Ada, the others, at the end of the list, Zeno. */
const personAt = (n: number) => ({
  firstName: n <= (people * 3) / 4 ? 'Ada' : 'Zeno',
  lastName: `Number${String(n).padStart(4, '0')}`,
  local: `person-${String(people - n).padStart(4, '0')}`,
});

beforeAll(async () => {
  const { testData, database } = harness();
  ({ organizationId } = await testData.organization({
    owner: await testData.person({ firstName: 'Mia', lastName: 'Owner', email: 'mia@beginnings.test' }),
  }));
  const rows = Array.from({ length: people }, (_, index) => personAt(index + 1));
  await database.pool.query(
    `with given as (
        select gen_random_uuid() as user_id, * from unnest($2::text[], $3::text[], $4::text[]) as one (first_name, last_name, local)
      ), accounts as (
        insert into users (id, email, first_name, last_name, password_hash)
        select user_id, local || '@beginnings.test', first_name, last_name, 'no sign-in' from given
      )
      insert into members (id, organization_id, user_id, role, joined_at, first_name, last_name, sort_name, sort_email, search)
      select gen_random_uuid(), $1, user_id, 'agent', now(), first_name, last_name, lower(first_name || ' ' || last_name),
        local || '@beginnings.test',
        array_to_tsvector(array[lower(first_name), lower(last_name), split_part(local, '-', 1), split_part(local, '-', 2), 'beginnings', 'test'])
      from given`,
    [
      organizationId,
      rows.map(({ firstName }) => firstName),
      rows.map(({ lastName }) => lastName),
      rows.map(({ local }) => local),
    ],
  );
  await database.pool.query('analyze members');
});

/** The addresses of all members that a word matches, in the order of a list. */
function expected(word: string, sort: MemberSort): string[] {
  return Array.from({ length: people }, (_, index) => personAt(index + 1))
    .filter(({ firstName, lastName, local }) =>
      [firstName, lastName, ...local.split('-'), 'beginnings', 'test'].some((one) =>
        one.toLowerCase().startsWith(word),
      ),
    )
    .map((person) => ({
      email: `${person.local}@beginnings.test`,
      name: `${person.firstName} ${person.lastName}`.toLowerCase(),
    }))
    .toSorted((a, b) =>
      a[sort === 'email' ? 'email' : 'name'] < b[sort === 'email' ? 'email' : 'name'] ? -1 : 1,
    )
    .map(({ email }) => email);
}

test.each([
  // Begins names, and stands at the list's start.
  ['ada', 'name'],
  ['a', 'name'],
  // At the list's end, behind more rows than are read for a page.
  ['zeno', 'name'],
  ['z', 'name'],
  ['zen', 'email'],
  // Begins addresses.
  ['person', 'name'],
  ['pers', 'email'],
  // Begins neither.
  ['number', 'name'],
  ['n', 'email'],
  ['0', 'name'],
  // Few enough to be counted.
  ['number000', 'email'],
  ['nobody', 'name'],
] as const)('finds members by %j in the order of the %s, page by page', async (word, sort) => {
  const { orm } = harness().database;
  const all = expected(word, sort);
  const emails: string[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < 3; page += 1) {
    const query = { search: word, sort, limit: 50, ...(cursor === null ? {} : { cursor }) };
    const answer: Page<Member> = await findMembers(orm, organizationId, query);
    expect(answer).toMatchObject({
      total: Math.min(all.length, 1000),
      totalIsCapped: all.length > 1000,
    });
    emails.push(...answer.items.map(({ email }) => email));
    cursor = answer.nextCursor;
    if (cursor === null) break;
  }
  expect(emails).toEqual(all.slice(0, 150));
  expect(cursor === null).toBe(all.length <= 150);
});

test('returns the last page of a common word', async () => {
  const { orm } = harness().database;
  const before = expected('zeno', 'name').at(-11);
  const { items } = await findMembers(orm, organizationId, { search: 'number5990', sort: 'name', limit: 50 });
  expect(items.map(({ email }) => email)).toEqual([before]);
  const [row] = items;
  const name = `${row?.firstName} ${row?.lastName}`.toLowerCase();
  const cursor = Buffer.from(JSON.stringify(['name', name, row?.id])).toString('base64url');
  const last = await findMembers(orm, organizationId, { search: 'zeno', sort: 'name', limit: 50, cursor });
  expect(last.items.map(({ email }) => email)).toEqual(expected('zeno', 'name').slice(-10));
  expect(last).toMatchObject({ nextCursor: null, total: 1000, totalIsCapped: true });
});
