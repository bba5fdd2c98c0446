import { getHeapStatistics } from 'node:v8';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { collectWhenIdle, finalizedAfterMs, lookEveryMs } from './idle-heap.ts';

const mebibyte = 1024 * 1024;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** What the first of two collections leaves to the second. */
const held = 600 * 1024;

/** A heap that something is done with, of which `live` bytes are no garbage. */
function startHeap(live = 8 * mebibyte) {
  let used = live;
  let collections = 0;
  collectWhenIdle({
    used: () => used,
    collect() {
      collections += 1;
      used = collections % 2 === 1 ? live + held : live;
    },
  });
  return {
    allocate(bytes: number) {
      used += bytes;
    },
    /** V8 collects by itself. */
    shrinkTo(bytes: number) {
      used = bytes;
    },
    look: () => vi.advanceTimersByTime(lookEveryMs),
    finalize: () => vi.advanceTimersByTime(finalizedAfterMs),
    collections: () => collections,
  };
}

describe('an idle heap', () => {
  it('is collected once what was done has come to rest, then for what that has set free, and no more', () => {
    const heap = startHeap();
    heap.allocate(5 * mebibyte);
    heap.look();
    expect(heap.collections()).toBe(0);
    heap.look();
    expect(heap.collections()).toBe(1);
    heap.finalize();
    expect(heap.collections()).toBe(2);
    for (let n = 0; n < 4; n += 1) heap.look();
    expect(heap.collections()).toBe(2);
  });

  it('is left alone while something is done', () => {
    const heap = startHeap();
    for (let n = 0; n < 10; n += 1) {
      heap.allocate(mebibyte);
      heap.look();
    }
    expect(heap.collections()).toBe(0);
  });

  it('is left alone when V8 collects in the middle of work', () => {
    const heap = startHeap();
    for (let n = 0; n < 5; n += 1) {
      heap.allocate(6 * mebibyte);
      heap.look();
      heap.shrinkTo(12 * mebibyte);
      heap.look();
    }
    expect(heap.collections()).toBe(0);
  });

  it('is collected for what has come since it was smallest', () => {
    const heap = startHeap(20 * mebibyte);
    heap.shrinkTo(10 * mebibyte);
    heap.look();
    heap.allocate(4 * mebibyte);
    heap.look();
    heap.look();
    expect(heap.collections()).toBe(1);
  });

  it('is not collected for what is hardly anything, however long it takes to gather', () => {
    const heap = startHeap();
    for (let n = 0; n < 5; n += 1) {
      heap.allocate(100 * 1024);
      heap.look();
    }
    expect(heap.collections()).toBe(0);
    heap.allocate(100 * 1024);
    heap.look();
    expect(heap.collections()).toBe(1);
  });

  it('is collected anew after the next work', () => {
    const heap = startHeap();
    for (const times of [1, 2, 3]) {
      heap.allocate(3 * mebibyte);
      heap.look();
      heap.look();
      heap.finalize();
      expect(heap.collections()).toBe(2 * times);
    }
  });
});

describe('the heap of this process', () => {
  it('gives garbage up', () => {
    collectWhenIdle();
    const before = getHeapStatistics().used_heap_size;
    let garbage: unknown[] = Array.from({ length: 200_000 }, (_, n) => ({ n, text: `text ${n}` }));
    expect(garbage.length).toBe(200_000);
    garbage = [];
    const filled = getHeapStatistics().used_heap_size;
    expect(filled).toBeGreaterThan(before + 5 * mebibyte);
    vi.advanceTimersByTime(2 * lookEveryMs);
    expect(getHeapStatistics().used_heap_size).toBeLessThan(filled - 5 * mebibyte);
  });
});
