import { expect, test } from 'vitest';
import type { Executor } from '../../src/backend/database/database.ts';
import { getUserNames } from '../../src/backend/user/user-names.ts';
import { useDatabase } from './use-database.ts';

const harness = useDatabase();
/** Nobody may be asked for. */
const closed = {
  get $client(): never {
    throw new Error('the database was asked');
  },
} as unknown as Executor;

test('returns the full names of existing users', async () => {
  const { testData, database } = harness();
  const ada = await testData.person({ firstName: 'Ada', lastName: 'Lovelace' });
  const mononym = await testData.person({ firstName: 'Plato', lastName: '' });
  const nobody = '00000000-0000-7000-8000-000000000000';
  const names = await getUserNames(database.orm, [ada.id, mononym.id, nobody, ada.id]);
  expect([...names]).toEqual([
    [ada.id, 'Ada Lovelace'],
    [mononym.id, 'Plato'],
  ]);
  expect([...(await getUserNames(database.orm, []))]).toEqual([]);
});

test('reads a name once', async () => {
  const { testData, database } = harness();
  const [one, other] = [await testData.person(), await testData.person()];
  const first = await getUserNames(database.orm, [one.id, other.id]);
  expect(await getUserNames(closed, [other.id, one.id])).toEqual(first);
  const third = await testData.person();
  await expect(getUserNames(closed, [one.id, third.id])).rejects.toMatchObject({
    cause: { message: 'the database was asked' },
  });
});

test('returns the names of more users than it caches', async () => {
  const { database } = harness();
  const { rows } = await database.pool.query<{ id: string }>(
    `insert into users (id, email, first_name, last_name, password_hash)
     select gen_random_uuid(), 'many-' || n || '@example.test', 'Person', n::text, '' from generate_series(1, 10100) as n
     returning id`,
  );
  const ids = rows.map(({ id }) => id);
  for (let from = 0; from < ids.length; from += 2_000) {
    const some = ids.slice(from, from + 2_000);
    const names = await getUserNames(database.orm, some);
    expect([...names.keys()].toSorted()).toEqual(some.toSorted());
  }
  // The last names are remembered, the first are not.
  expect((await getUserNames(closed, ids.slice(-100))).size).toBe(100);
  await expect(getUserNames(closed, ids.slice(0, 1))).rejects.toMatchObject({
    cause: { message: 'the database was asked' },
  });
});
