import { expect, test } from 'vitest';
import { semaphorePerKey } from './semaphore.ts';

test('runs at most the limit of tasks concurrently, in order, and other keys independently', async () => {
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
  const run = semaphorePerKey(4);
  const outcomes = await Promise.allSettled(indices.map((index) => run('a', () => work(index))));
  expect(most).toBe(4);
  expect(order).toEqual(indices);
  expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(8);
});

test('runs the works of one key one after the other with a limit of 1, also after a failed one', async () => {
  const run = semaphorePerKey(1);
  const seen: string[] = [];
  const gate = Promise.withResolvers<void>();
  const first = run('a', async () => {
    await gate.promise;
    seen.push('first');
    throw new Error('refused');
  });
  const second = run('a', async () => {
    seen.push('second');
    return 2;
  });
  await run('b', async () => {
    seen.push('other');
  });
  gate.resolve();
  await expect(first).rejects.toThrow('refused');
  expect(await second).toBe(2);
  expect(seen).toEqual(['other', 'first', 'second']);
  expect(await run('a', async () => 3)).toBe(3);
});
