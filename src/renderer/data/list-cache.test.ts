import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { patchLists, refreshNow, refreshSoon } from './list-cache.ts';
import { toLoadedPage, upsertRow, rowsOf, type ListData } from './paged-list.ts';

interface Row {
  id: string;
}

const rule = { matches: () => true, compare: (a: Row, b: Row) => (a.id < b.id ? -1 : Number(a.id > b.id)) };
const page = (...ids: string[]) =>
  toLoadedPage<Row>({
    items: ids.map((id) => ({ id })),
    nextCursor: null,
    total: ids.length,
    totalIsCapped: false,
  });
const list = (...ids: string[]): ListData<Row> => ({ pages: [page(...ids)], pageParams: [undefined] });

describe('patchLists', () => {
  let client: QueryClient;

  beforeEach(() => {
    vi.useFakeTimers();
    client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('changes each list of the organization, and no other', () => {
    client.setQueryData(['invites', 'acme', 'all'], list('a'));
    client.setQueryData(['invites', 'acme', 'some'], list('c'));
    client.setQueryData(['invites', 'globex', 'all'], list('a'));
    patchLists<Row>(client, ['invites', 'acme'], (data) => upsertRow(data, { id: 'b' }, rule));

    const idsOf = (...key: string[]) =>
      rowsOf(client.getQueryData<ListData<Row>>(['invites', ...key])).map(({ id }) => id);
    expect(idsOf('acme', 'all')).toEqual(['a', 'b']);
    expect(idsOf('acme', 'some')).toEqual(['b', 'c']);
    expect(idsOf('globex', 'all')).toEqual(['a']);
  });

  it('asks once for a list that is uncertain, however many changes made it so', async () => {
    client.setQueryData(['invites', 'acme', 'all'], list('a'));
    const invalidate = vi.spyOn(client, 'invalidateQueries');
    for (let n = 0; n < 1000; n += 1) {
      patchLists<Row>(client, ['invites', 'acme'], (data) => ({ data, isExact: false }));
    }
    await vi.advanceTimersByTimeAsync(1000);
    expect(invalidate).toHaveBeenCalledTimes(1);
  });

  it('asks again for what was on its way when the change came', async () => {
    const answers = [page('a'), page('a', 'b')];
    const queryFn = vi.fn<() => Promise<unknown>>(async () => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      return answers.shift();
    });
    const fetching = client.fetchInfiniteQuery({
      queryKey: ['invites', 'acme', 'all'],
      queryFn,
      initialPageParam: undefined,
    });
    await vi.advanceTimersByTimeAsync(50);
    patchLists<Row>(client, ['invites', 'acme'], (data) => upsertRow(data, { id: 'b' }, rule));
    await vi.advanceTimersByTimeAsync(1000);
    await fetching;
    expect(client.getQueryState(['invites', 'acme', 'all'])?.isInvalidated).toBe(true);
  });
});

describe('refreshing', () => {
  it('cuts a long list, so that it is there again soon', () => {
    const client = new QueryClient();
    const pages = Array.from({ length: 500 }, (_, n) => page(`${n}`));
    client.setQueryData(['members', 'acme'], { pages, pageParams: pages.map(() => undefined) });
    refreshNow(client, []);
    expect(client.getQueryData<ListData<Row>>(['members', 'acme'])?.pages).toHaveLength(5);
  });

  it('gathers what asks for the same', async () => {
    vi.useFakeTimers();
    const client = new QueryClient();
    const invalidate = vi.spyOn(client, 'invalidateQueries');
    refreshSoon(client, ['a']);
    refreshSoon(client, ['a']);
    refreshSoon(client, ['b']);
    await vi.advanceTimersByTimeAsync(1000);
    expect(invalidate).toHaveBeenCalledTimes(2);
    vi.useRealTimers();
  });
});
