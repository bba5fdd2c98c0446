import { drizzle } from 'drizzle-orm/node-postgres';
import { expect, test } from 'vitest';
import type { Pipelined } from './pipelined.ts';
import { users } from './tables/users.ts';

test('the type rejects a query builder, which is sent when it is awaited', () => {
  const send = (statement: Pipelined<unknown>): unknown => statement;
  const orm = drizzle('postgres://nowhere.example');
  const statement = Promise.resolve();
  expect(send(statement)).toBe(statement);
  const [select, remove, raw] = [
    orm.select().from(users),
    orm.delete(users).returning(),
    orm.execute('select 1'),
  ];
  // @ts-expect-error a query builder
  expect(send(select)).toBe(select);
  // @ts-expect-error a query builder
  expect(send(remove)).toBe(remove);
  // @ts-expect-error a raw statement of Drizzle
  expect(send(raw)).toBe(raw);
});
