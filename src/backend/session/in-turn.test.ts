import { expect, test } from 'vitest';
import { inTurn } from './in-turn.ts';

test('works of one key come one after the other, failed ones too; another key does not wait', async () => {
  const seen: string[] = [];
  const gate = Promise.withResolvers<void>();
  const first = inTurn('a', async () => {
    await gate.promise;
    seen.push('first');
    throw new Error('refused');
  });
  const second = inTurn('a', async () => {
    seen.push('second');
    return 2;
  });
  await inTurn('b', async () => {
    seen.push('other');
  });
  gate.resolve();
  await expect(first).rejects.toThrow('refused');
  expect(await second).toBe(2);
  expect(seen).toEqual(['other', 'first', 'second']);
  expect(await inTurn('a', async () => 3)).toBe(3);
});
