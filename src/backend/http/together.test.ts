import { describe, expect, it } from 'vitest';
import { together, type Outcome } from './together.ts';

describe('what is done together', () => {
  /** Works that end when they are told to. */
  function works() {
    const begun: {
      key: string;
      items: number[];
      end: (outcomes: Outcome<string>[]) => void;
      fail: (error: Error) => void;
    }[] = [];
    const ask = together<number, string>((key, items) => {
      const { promise, resolve, reject } = Promise.withResolvers<Outcome<string>[]>();
      begun.push({ key, items, end: resolve, fail: reject });
      return promise;
    }, 3);
    const tick = () => new Promise<void>((resolve) => void setImmediate(resolve));
    return { begun, ask, tick };
  }

  it('begins at once with whoever is alone, and does what came meanwhile in one go', async () => {
    const { begun, ask, tick } = works();
    const first = ask('acme', 1);
    const later = [ask('acme', 2), ask('acme', 3)];
    expect(begun.map(({ items }) => items)).toEqual([[1]]);
    begun[0]?.end([{ value: 'one' }]);
    expect(await first).toBe('one');
    await tick();
    expect(begun.map(({ items }) => items)).toEqual([[1], [2, 3]]);
    begun[1]?.end([{ value: 'two' }, { error: new Error('three is refused') }]);
    expect(await later[0]).toBe('two');
    await expect(later[1]).rejects.toThrow('three is refused');
  });

  it('takes no more at once than it may, in the order in which they came', async () => {
    const { begun, ask, tick } = works();
    const all = Promise.all([1, 2, 3, 4, 5].map((item) => ask('acme', item)));
    for (const index of [0, 1, 2]) {
      await tick();
      const work = begun[index];
      work?.end(work.items.map((item) => ({ value: `${item}` })));
    }
    expect(await all).toEqual(['1', '2', '3', '4', '5']);
    expect(begun.map(({ items }) => items)).toEqual([[1], [2, 3, 4], [5]]);
  });

  it('keeps keys apart', () => {
    const { begun, ask } = works();
    void ask('acme', 1);
    void ask('globex', 2);
    expect(begun.map(({ key, items }) => [key, items])).toEqual([
      ['acme', [1]],
      ['globex', [2]],
    ]);
  });

  it('goes on after a work that failed whole', async () => {
    const { begun, ask, tick } = works();
    const first = ask('acme', 1);
    const second = ask('acme', 2);
    begun[0]?.fail(new Error('the database is away'));
    await expect(first).rejects.toThrow('the database is away');
    await tick();
    begun[1]?.end([{ value: 'two' }]);
    expect(await second).toBe('two');
    const third = ask('acme', 3);
    await tick();
    begun[2]?.end([{ value: 'three' }]);
    expect(await third).toBe('three');
  });
});
