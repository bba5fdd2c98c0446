import { expect, test } from 'vitest';
import type { Executor } from '../../src/backend/database/database.ts';
import { namesOf } from '../../src/backend/session/user-name-service.ts';
import { useDatabase } from './use-database.ts';

const stage = useDatabase();
/** Nobody may be asked for. */
const closed = {
  get $client(): never {
    throw new Error('the database was asked');
  },
} as unknown as Executor;

test('names are full names, of those who have an account', async () => {
  const { world, database } = stage();
  const ada = await world.person({ firstName: 'Ada', lastName: 'Lovelace' });
  const mononym = await world.person({ firstName: 'Plato', lastName: '' });
  const nobody = '00000000-0000-7000-8000-000000000000';
  const names = await namesOf(database.orm, [ada.id, mononym.id, nobody, ada.id]);
  expect([...names]).toEqual([
    [ada.id, 'Ada Lovelace'],
    [mononym.id, 'Plato'],
  ]);
  expect([...(await namesOf(database.orm, []))]).toEqual([]);
});

test('a name is asked for once', async () => {
  const { world, database } = stage();
  const [one, other] = [await world.person(), await world.person()];
  const first = await namesOf(database.orm, [one.id, other.id]);
  expect(await namesOf(closed, [other.id, one.id])).toEqual(first);
  const third = await world.person();
  await expect(namesOf(closed, [one.id, third.id])).rejects.toMatchObject({
    cause: { message: 'the database was asked' },
  });
});

test('of more people than are remembered each still has a name', async () => {
  const { database } = stage();
  const { rows } = await database.pool.query<{ id: string }>(
    `insert into users (id, email, first_name, last_name, password_hash)
     select gen_random_uuid(), 'many-' || n || '@example.test', 'Person', n::text, '' from generate_series(1, 10100) as n
     returning id`,
  );
  const ids = rows.map(({ id }) => id);
  for (let from = 0; from < ids.length; from += 2_000) {
    const some = ids.slice(from, from + 2_000);
    const names = await namesOf(database.orm, some);
    expect([...names.keys()].toSorted()).toEqual(some.toSorted());
  }
  // The last ones are remembered, the first are not any more.
  expect((await namesOf(closed, ids.slice(-100))).size).toBe(100);
  await expect(namesOf(closed, ids.slice(0, 1))).rejects.toMatchObject({
    cause: { message: 'the database was asked' },
  });
});
