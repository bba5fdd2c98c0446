import { describe, expect, it } from 'vitest';
import { allowsReload } from './reload-limit.ts';

describe('allowsReload', () => {
  it('allows three within a minute', () => {
    expect(allowsReload([], 100_000)).toBe(true);
    expect(allowsReload([99_000, 99_500], 100_000)).toBe(true);
    expect(allowsReload([99_000, 99_500, 99_900], 100_000)).toBe(false);
    expect(allowsReload([40_000, 99_500, 99_900], 100_000)).toBe(true);
  });
});
