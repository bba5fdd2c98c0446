import { beforeAll, expect, test, vi } from 'vitest';
import type { ActivityType } from '#contract/activity/model';
import { findActivity } from '../../src/backend/activity/activity-repository.ts';
import type { Executor } from '../../src/backend/database/database.ts';
import { worthReading } from '../../src/backend/database/list-search.ts';
import { useDatabase } from './use-database.ts';

const harness = useDatabase();
const entries = 10_100;

/** What the n-th entry, counted from the newest, is about. */
const wordsOf = (n: number): string[] => [
  'every',
  // At the list's end alone, and yet half of it.
  n > entries / 2 ? 'ancient' : 'recent',
  ...(n % 2 === 0 ? ['even'] : []),
  ...(n % 1000 === 0 ? ['thousandth'] : []),
  `number${n}`,
];

let organizationId: string;

beforeAll(async () => {
  const { testData, database } = harness();
  ({ organizationId } = await testData.organization({ owner: await testData.person() }));
  // Another one with the same words: what is common there is not found here.
  const other = await testData.organization({ owner: await testData.person() });
  for (const [id, count] of [
    [organizationId, entries],
    [other.organizationId, 300],
  ] as const) {
    const rows = Array.from({ length: count }, (_, index) => wordsOf(index + 1).join(' '));
    await database.pool.query(
      `insert into activity (id, organization_id, at, type, subject, search)
       select gen_random_uuid(), $1, now() - make_interval(secs => n), 'invite.created', n::text,
         array_to_tsvector(string_to_array(words, ' '))
       from unnest($2::text[]) with ordinality as row (words, n)`,
      [id, rows],
    );
  }
  await database.pool.query('analyze activity');
});

/** Numbers of the entries that have all words, newest first. */
function expected(words: string): number[] {
  const wanted = words.split(' ');
  return Array.from({ length: entries }, (_, index) => index + 1).filter((n) =>
    wanted.every((beginning) => wordsOf(n).some((word) => word.startsWith(beginning))),
  );
}

/** Asks for a page, and keeps the statements that this took. */
async function ask(query: { search?: string; type?: ActivityType }, cursor?: string) {
  const statements: string[] = [];
  const page = await harness().database.onOneConnection((executor) => {
    const { $client } = executor;
    const watched = Object.create($client, {
      query: {
        value(statement: { text: string; values: unknown[] }) {
          statements.push(statement.text);
          return $client.query(statement);
        },
      },
    }) as typeof $client;
    const observed = Object.create(executor, { $client: { value: watched } }) as Executor;
    return findActivity(observed, organizationId, { limit: 40, ...query, ...(cursor ? { cursor } : {}) });
  });
  return { ...page, numbers: page.items.map(({ subject }) => Number(subject)), statements };
}

/** The same for words; `ways` tells of each statement that looked for them whether it asked the index. */
async function search(words: string, cursor?: string) {
  const { statements, ...page } = await ask({ search: words }, cursor);
  const ways = statements
    .filter((text) => text.includes('foundInAll'))
    .map((text) => (text.includes('organization_words(') ? 'index' : 'list'));
  return { ...page, ways };
}

test.each([
  ['number4711', ['index']],
  ['thousandth', ['index']],
  ['every', ['list']],
  ['ev', ['list']],
  ['recent', ['list']],
  ['every even', ['list']],
  // Where it was supposed to be there was not enough of it.
  ['ancient', ['list', 'index']],
  // The rare one of them is enough for the index.
  ['every number77', ['index']],
  ['even recent thousandth', ['index']],
  // What many words can begin with says little of how many there are: the index is asked for both.
  ['every n', ['index']],
  ['every number', ['index']],
  ['nothing', ['index']],
  ['every nothing', ['index']],
] as const)('finds %j at any position by the cheaper plan', async (words, ways) => {
  const all = expected(words);
  const first = await search(words);
  expect(first.numbers).toEqual(all.slice(0, 40));
  expect(first).toMatchObject({ total: Math.min(all.length, 1000), totalIsCapped: all.length > 1000 });
  expect(first.ways).toEqual(ways);
  if (first.nextCursor === null) return;
  const second = await search(words, first.nextCursor);
  expect(second.numbers).toEqual(all.slice(40, 80));
  expect(second).toMatchObject({ total: first.total, totalIsCapped: first.totalIsCapped });
});

test('scans a list when the index would have to collect more rows', () => {
  const common = (rows: number, shares: Record<string, number>) => ({
    rows,
    share: (word: string) => shares[word] ?? 0,
  });
  // All have it: 1,001 rows are enough.
  expect(worthReading(['a'], common(100_000, { a: 1 }))).toBe(1001);
  expect(worthReading(['a'], common(1_001, { a: 1 }))).toBeUndefined();
  // 40,000 in a million, one in 25: 25,025 rows to be read.
  expect(worthReading(['a'], common(1_000_000, { a: 0.04 }))).toBe(25_025);
  // 4,000 in a hundred thousand: as many to be read, and fewer to be collected.
  expect(worthReading(['a'], common(100_000, { a: 0.04 }))).toBeUndefined();
  // Both: one row in 625 has them, and 80,000 would be collected.
  expect(worthReading(['a', 'b'], common(1_000_000, { a: 0.04, b: 0.04 }))).toBeUndefined();
  expect(worthReading(['a', 'b'], common(1_000_000, { a: 0.04, b: 1 }))).toBe(25_025);
  expect(worthReading(['a', 'unknown'], common(1_000_000, { a: 1 }))).toBeUndefined();
});

test('reads the total of a filtered list in a separate statement', async () => {
  const all = await ask({});
  expect(all).toMatchObject({ total: entries });
  expect(all.statements).toHaveLength(1);
  const some = await ask({ type: 'invite.created' });
  expect(some.numbers).toEqual(all.numbers);
  expect(some).toMatchObject({ total: entries });
  const [page, total] = some.statements;
  expect(page).toMatch(/limit \$\d+$/);
  expect(page).not.toContain('count(');
  expect(total).toContain('count(');
});

test('finds everything without statistics', async () => {
  const { database } = harness();
  const failing = Object.create(database.orm, {
    $client: {
      value: {
        query: (statement: { text: string }) =>
          statement.text.includes('pg_stats')
            ? Promise.reject(new Error('no statistics today'))
            : database.pool.query(statement),
      },
    },
  }) as Executor;
  // What is known for now is good for ten minutes.
  vi.useFakeTimers({ now: Date.now() + 11 * 60_000, toFake: ['Date'] });
  try {
    const page = await findActivity(failing, organizationId, { limit: 40, search: 'every even' });
    expect(page).toMatchObject({ total: 1000, totalIsCapped: true });
    expect(page.items.map(({ subject }) => Number(subject))).toEqual(expected('every even').slice(0, 40));
  } finally {
    vi.useRealTimers();
  }
  expect((await search('every even')).ways).toEqual(['list']);
});
