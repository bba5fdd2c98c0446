import { expect, test } from 'vitest';
import { inLimit } from './turns.ts';

test('no more than the limit run at once, all get their turn in order, and another key does not wait', async () => {
  let now = 0;
  let most = 0;
  const order: number[] = [];
  const work = async (index: number): Promise<number> => {
    now += 1;
    most = Math.max(most, now);
    order.push(index);
    await new Promise((resolve) => setImmediate(resolve));
    now -= 1;
    if (index % 7 === 0) throw new Error(`${index}`);
    return index;
  };
  const indices = Array.from({ length: 50 }, (_, index) => index);
  const outcomes = await Promise.allSettled(indices.map((index) => inLimit('a', 4, () => work(index))));
  expect(most).toBe(4);
  expect(order).toEqual(indices);
  expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(8);
  const held = Promise.withResolvers<string>();
  const holder = inLimit('a', 1, () => held.promise);
  expect(await inLimit('b', 1, async () => 'b')).toBe('b');
  held.resolve('a');
  expect(await holder).toBe('a');
});
