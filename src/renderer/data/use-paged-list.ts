import { keepPreviousData, useInfiniteQuery, type UseInfiniteQueryOptions } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { BridgeError } from './bridge.ts';
import {
  createRowReader,
  maxListedRows,
  rowsOf,
  totalOf,
  type ListData,
  type LoadedPage,
} from './paged-list.ts';

/** A further page is requested when this few loaded rows are left below the view. */
const rowsAhead = 20;

export interface LoadFailure {
  /** The reason, as the user reads it. */
  message: string;
  retry: () => void;
}

/** The rows of a list that is loaded page by page, in the shape that `PagedTable` renders. */
export interface PagedList<Item> {
  rows: Item[];
  /** How many rows the list has; rows that are not loaded yet are included where their number is known. */
  count: number;
  /** How many of them the table has. */
  listed: number;
  /** How many rows the server counts; undefined until the first page has been loaded. */
  total: { total: number; capped: boolean } | undefined;
  /** No page has been loaded yet. */
  isPending: boolean;
  /** The rows are those of an earlier search or filter, because this one has not been answered yet. */
  isSearching: boolean;
  /** Every row has been loaded. */
  isComplete: boolean;
  /** Loads page after page until this row is loaded. Called after each render with the last row in view. */
  loadThrough: (index: number) => void;
  /** Loads all pages and returns their rows; stops at a page that fails. */
  loadAll: () => Promise<Item[]>;
  /** The first page failed, so that there is nothing to show. */
  firstPageFailure: LoadFailure | undefined;
  /** A further page failed; the rows before it are shown. */
  nextPageFailure: LoadFailure | undefined;
}

type PagedListOptions<Item> = UseInfiniteQueryOptions<
  LoadedPage<Item>,
  BridgeError,
  ListData<Item>,
  readonly unknown[],
  string | undefined
>;

/**
 * Loads a list page by page. While another filter is being loaded, the rows of the one before stay in view, for reading only.
 *
 * @param options made by `pagedListOptions`; a disabled query is a list without rows
 */
export function usePagedList<Item extends { id: string }>(options: PagedListOptions<Item>): PagedList<Item> {
  const query = useInfiniteQuery({ ...options, placeholderData: keepPreviousData });
  const { isEnabled, isFetching, isFetchNextPageError, fetchNextPage, error } = query;
  const data = isEnabled ? query.data : undefined;
  const isPending = isEnabled && query.isPending;
  const hasNextPage = isEnabled && query.hasNextPage;
  const [readRows] = useState(() => createRowReader<Item>());
  const rows = useMemo(() => readRows(data), [readRows, data]);

  const total = data && totalOf(data);
  const knownTotal = !total || total.capped ? 0 : total.total;
  const canLoadMore = hasNextPage && !isFetchNextPageError;
  const count = canLoadMore ? Math.max(knownTotal, rows.length + 1) : rows.length;
  const listed = Math.min(count, maxListedRows);

  return {
    rows,
    count,
    listed,
    total,
    isPending,
    isSearching: isEnabled && query.isPlaceholderData,
    isComplete: !hasNextPage && !isPending,
    loadThrough: (index) => {
      const isNeeded = index >= rows.length - rowsAhead && rows.length < listed;
      if (isNeeded && canLoadMore && !isFetching) void fetchNextPage();
    },
    loadAll: async () => {
      if (!isEnabled) return [];
      let latest: Pick<typeof query, 'data' | 'hasNextPage' | 'isFetchNextPageError' | 'fetchNextPage'> =
        query;
      while (latest.hasNextPage && !latest.isFetchNextPageError) latest = await latest.fetchNextPage();
      return rowsOf(latest.data);
    },
    firstPageFailure:
      isEnabled && query.isLoadingError
        ? { message: query.error.message, retry: () => void query.refetch() }
        : undefined,
    nextPageFailure:
      isEnabled && isFetchNextPageError && error
        ? { message: error.message, retry: () => void fetchNextPage() }
        : undefined,
  };
}
