import { describe, expect, it } from 'vitest';
import { createShares } from './shares.ts';

describe('shares', () => {
  it('count for nobody as long as there is plenty', () => {
    const shares = createShares({ most: 10, scarceFrom: 5, share: 1 });
    for (let n = 0; n < 5; n += 1) {
      expect(shares.allows('one')).toBe(true);
      shares.take('one');
    }
    expect(shares.allows('one')).toBe(false);
  });

  it('leave the last of it to those who have less', () => {
    const shares = createShares({ most: 10, scarceFrom: 2, share: 2 });
    shares.take('greedy');
    shares.take('greedy');
    expect([shares.allows('greedy'), shares.allows('other')]).toEqual([false, true]);
    shares.take('other');
    shares.take('other');
    expect([shares.allows('other'), shares.allows('third')]).toEqual([false, true]);
  });

  it('are none for a holder that stands for many', () => {
    const shares = createShares({ most: 4, scarceFrom: 0, share: 1 });
    for (let n = 0; n < 4; n += 1) {
      expect(shares.allows(undefined)).toBe(true);
      shares.take(undefined);
    }
    expect(shares.allows(undefined)).toBe(false);
    expect(shares.allows(undefined, 1)).toBe(true);
  });

  it('are given back once', () => {
    const shares = createShares({ most: 2, scarceFrom: 0, share: 1 });
    const giveBack = shares.take('one');
    shares.take('other');
    expect(shares.allows('one')).toBe(false);
    giveBack();
    giveBack();
    expect(shares.taken()).toBe(1);
    expect([shares.allows('one'), shares.allows('other')]).toEqual([true, false]);
  });
});
