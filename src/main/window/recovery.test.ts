import { describe, expect, it, vi } from 'vitest';
import { allowsReload } from './recovery.ts';

vi.mock('electron', () => ({ app: {}, dialog: {} }));

describe('allowsReload', () => {
  it('allows three reloads within a minute', () => {
    expect(allowsReload([], 100_000)).toBe(true);
    expect(allowsReload([99_000, 99_500], 100_000)).toBe(true);
    expect(allowsReload([99_000, 99_500, 99_900], 100_000)).toBe(false);
    expect(allowsReload([40_000, 99_500, 99_900], 100_000)).toBe(true);
  });
});
