import { describe, expect, it } from 'vitest';
import { unreadOf, withRead } from './unread.ts';

describe('unreadOf', () => {
  it('counts what was not in view', () => {
    expect(unreadOf({ ids: ['a', 'b', 'c'], total: 3 }, [])).toBe(3);
    expect(unreadOf({ ids: ['a', 'b', 'c'], total: 3 }, ['b'])).toBe(2);
    expect(unreadOf({ ids: ['a'], total: 1 }, ['a', 'gone'])).toBe(0);
  });

  it('counts items that are not loaded, less those that were read', () => {
    expect(unreadOf({ ids: ['a', 'b'], total: 10 }, ['a'])).toBe(9);
    expect(unreadOf({ ids: ['a', 'b'], total: 10 }, ['a', 'b', 'c', 'd'])).toBe(6);
  });
});

describe('withRead', () => {
  it('adds what is in view, and nothing twice', () => {
    const read = withRead(['a'], { ids: ['a', 'b'], total: 10 });
    expect(read).toEqual(['a', 'b']);
    expect(withRead(read, { ids: ['a', 'b'], total: 10 })).toBe(read);
  });

  it('forgets what is gone once everything is loaded', () => {
    expect(withRead(['gone', 'a'], { ids: ['a'], total: 1 })).toEqual(['a']);
    expect(withRead(['elsewhere', 'a'], { ids: ['a'], total: 2 })).toEqual(['elsewhere', 'a']);
  });

  it('keeps a bounded number', () => {
    const ids = Array.from({ length: 3_000 }, (_, index) => `${index}`);
    expect(withRead([], { ids, total: 3_000 })).toHaveLength(2_000);
  });
});
