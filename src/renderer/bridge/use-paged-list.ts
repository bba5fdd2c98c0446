import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { BridgeError } from './bridge.ts';
import { createRowReader, totalOf, type ListData } from './paged-list.ts';

/** Further pages are asked for when this few loaded rows are left below the view. */
const rowsAhead = 20;

export interface PagedRows<Item> {
  rows: Item[];
  /** How many rows the list shows: those that are not loaded yet are counted where their number is known. */
  count: number;
  /** Loads on, a page at a time, until the row of this index is there. To be called after each drawing. */
  loadThrough: (index: number) => void;
  /** Why the next page did not come, and how to try again; the rows before it are there. */
  broken: { error: BridgeError; retry: () => void } | undefined;
}

/** The rows of a list that is loaded page by page, as a table wants them. */
export function usePagedRows<Item extends { id: string }>(
  query: UseInfiniteQueryResult<ListData<Item>, BridgeError>,
): PagedRows<Item> {
  const { data, hasNextPage, isFetching, isFetchNextPageError, fetchNextPage } = query;
  const [readRows] = useState(() => createRowReader<Item>());
  const rows = useMemo(() => readRows(data), [readRows, data]);
  const { total, capped } = totalOf(data);

  const known = capped ? 0 : total;
  const more = hasNextPage && !isFetchNextPageError;
  const count = more ? Math.max(known, rows.length + 1) : rows.length;

  function loadThrough(index: number): void {
    const wanted = index >= rows.length - rowsAhead;
    if (wanted && more && !isFetching) void fetchNextPage();
  }

  const broken =
    isFetchNextPageError && query.error
      ? { error: query.error, retry: () => void fetchNextPage() }
      : undefined;

  return { rows, count, loadThrough, broken };
}
