import { describe, expect, it } from 'vitest';
import { createBatcher } from './batcher.ts';

describe('a batcher', () => {
  /** Batches that end when the test says so. */
  function works() {
    const begun: {
      key: string;
      items: readonly number[];
      end: (outcomes: (string | Error)[]) => void;
      fail: (error: Error) => void;
    }[] = [];
    const ask = createBatcher<number, string>((key, items) => {
      const { promise, resolve, reject } = Promise.withResolvers<(string | Error)[]>();
      begun.push({ key, items, end: resolve, fail: reject });
      return promise;
    }, 3);
    const tick = () => new Promise<void>((resolve) => void setImmediate(resolve));
    return { begun, ask, tick };
  }

  it('runs the first call without delay, and later calls in one batch', async () => {
    const { begun, ask, tick } = works();
    const first = ask('acme', 1);
    await tick();
    const later = [ask('acme', 2), ask('acme', 3)];
    expect(begun.map(({ items }) => items)).toEqual([[1]]);
    begun[0]?.end(['one']);
    expect(await first).toBe('one');
    await tick();
    expect(begun.map(({ items }) => items)).toEqual([[1], [2, 3]]);
    begun[1]?.end(['two', new Error('three is refused')]);
    expect(await later[0]).toBe('two');
    await expect(later[1]).rejects.toThrow('three is refused');
  });

  it('limits the size of a batch and keeps the order', async () => {
    const { begun, ask, tick } = works();
    const all = Promise.all([1, 2, 3, 4, 5, 6, 7].map((item) => ask('acme', item)));
    for (const index of [0, 1, 2]) {
      await tick();
      const work = begun[index];
      expect(begun).toHaveLength(index + 1);
      work?.end(work.items.map((item) => `${item}`));
    }
    expect(await all).toEqual(['1', '2', '3', '4', '5', '6', '7']);
    expect(begun.map(({ items }) => items)).toEqual([[1, 2, 3], [4, 5, 6], [7]]);
  });

  it('runs batches of different keys independently', async () => {
    const { begun, ask, tick } = works();
    void ask('acme', 1);
    void ask('globex', 2);
    await tick();
    expect(begun.map(({ key, items }) => [key, items])).toEqual([
      ['acme', [1]],
      ['globex', [2]],
    ]);
  });

  it('continues after a failed batch', async () => {
    const { begun, ask, tick } = works();
    const first = ask('acme', 1);
    await tick();
    const second = ask('acme', 2);
    begun[0]?.fail(new Error('the database is away'));
    await expect(first).rejects.toThrow('the database is away');
    await tick();
    begun[1]?.end(['two']);
    expect(await second).toBe('two');
    const third = ask('acme', 3);
    await tick();
    begun[2]?.end(['three']);
    expect(await third).toBe('three');
  });
});
