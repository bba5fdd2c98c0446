import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { collectEveryMs, collectInUse } from './page-heap.ts';

beforeEach(() => {
  vi.useFakeTimers();
  // Node has no idle callbacks: here the page is idle at once.
  vi.stubGlobal('requestIdleCallback', (callback: () => void) => callback());
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

it('collects once for each while in which something was drawn, and not while nothing is', () => {
  const queryClient = new QueryClient();
  const collect = vi.fn<() => Promise<void>>(async () => {});
  collectInUse(queryClient, collect);
  vi.advanceTimersByTime(collectEveryMs * 3);
  expect(collect).not.toHaveBeenCalled();

  queryClient.setQueryData(['invites'], 1);
  queryClient.setQueryData(['invites'], 2);
  expect(collect).not.toHaveBeenCalled();
  vi.advanceTimersByTime(collectEveryMs);
  expect(collect.mock.calls).toEqual([[{ type: 'major', execution: 'async', flavor: 'last-resort' }]]);
  vi.advanceTimersByTime(collectEveryMs * 3);
  expect(collect).toHaveBeenCalledTimes(1);

  queryClient.setQueryData(['invites'], 3);
  vi.advanceTimersByTime(collectEveryMs);
  expect(collect).toHaveBeenCalledTimes(2);
});

it('takes what collects out of the page, and does without where there is none', () => {
  const collect = vi.fn<() => Promise<void>>(async () => {});
  vi.stubGlobal('gc', collect);
  const queryClient = new QueryClient();
  collectInUse(queryClient);
  expect(globalThis.gc).toBeUndefined();
  queryClient.setQueryData(['invites'], 1);
  vi.advanceTimersByTime(collectEveryMs);
  expect(collect).toHaveBeenCalledTimes(1);

  collectInUse(new QueryClient());
  vi.advanceTimersByTime(collectEveryMs);
  expect(collect).toHaveBeenCalledTimes(1);
});
