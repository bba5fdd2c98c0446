import { infiniteQueryOptions, type InfiniteData } from '@tanstack/react-query';
import { maxPageSize, type Page } from '#contract/page';

/**
 * A page as the cache keeps it: with its last row as it was loaded, because the server continues after that row even when it
 * has moved or gone since.
 */
export interface LoadedPage<Item> extends Page<Item> {
  last: Item | undefined;
}

export type ListData<Item> = InfiniteData<LoadedPage<Item>>;

/** Which rows a list holds and in which order: the server's rule, for one row. */
export interface ListPredicate<Item> {
  /** Whether a row is in the list; undefined when only the server knows (a search). */
  matches: (item: Item) => boolean | undefined;
  compare: (a: Item, b: Item) => number;
}

export interface Patched<Item> {
  data: ListData<Item>;
  /** False when the list may now be wrong (a row missing, the total off) until it is fetched again. */
  isExact: boolean;
}

/**
 * How many rows of a list can be scrolled to. Rows are loaded one page after the other and kept: the end of a million rows would
 * be five thousand requests away, and Chromium lays out no more than 838,000 of them. The list says where it ends.
 */
export const maxListedRows = 200_000;

interface Identified {
  id: string;
}

/** Which page to load: the first one without a cursor. */
export interface PageInput {
  cursor?: string;
  limit?: number;
}

/**
 * The options of a query that loads a list page by page.
 *
 * The first page is short, so that it arrives quickly; further pages are as long as the server allows, because a user who
 * scrolls on needs many more rows.
 *
 * @param queryKey its last element is what the list is filtered and sorted by
 * @param fetchPage loads one page
 */
export function pagedListOptions<Item>(
  queryKey: readonly unknown[],
  fetchPage: (input: PageInput) => Promise<Page<Item>>,
) {
  return infiniteQueryOptions({
    queryKey,
    queryFn: async ({ pageParam }): Promise<LoadedPage<Item>> => {
      const input = pageParam === undefined ? {} : { cursor: pageParam, limit: maxPageSize };
      return toLoadedPage(await fetchPage(input));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page: LoadedPage<Item>) => page.nextCursor ?? undefined,
    structuralSharing: false,
  });
}

/** A page as the cache keeps it. */
export function toLoadedPage<Item>(page: Page<Item>): LoadedPage<Item> {
  return { ...page, last: page.items.at(-1) };
}

/** The rows loaded so far. A row that moved between two requests may be in two pages: the first one counts. */
export function rowsOf<Item extends Identified>(data: ListData<Item> | undefined): Item[] {
  return createRowReader<Item>()(data);
}

/** Reads the rows of one list as its pages arrive, without reading earlier pages again. */
export function createRowReader<Item extends Identified>(): (data: ListData<Item> | undefined) => Item[] {
  let pages: LoadedPage<Item>[] = [];
  let rows: Item[] = [];
  let ids = new Set<string>();
  return (data) => {
    const next = data?.pages ?? [];
    if (!pages.every((page, index) => page === next[index])) {
      pages = [];
      rows = [];
      ids = new Set();
    }
    if (next.length > pages.length) {
      const added: Item[] = [];
      for (const item of next.slice(pages.length).flatMap(({ items }) => items)) {
        if (ids.has(item.id)) continue;
        ids.add(item.id);
        added.push(item);
      }
      rows = rows.concat(added);
    }
    pages = next;
    return rows;
  };
}

/** How many rows the whole list has, as the server counts; a capped count is only a lower bound. */
export function totalOf<Item>(data: ListData<Item> | undefined): { total: number; capped: boolean } {
  const page = data?.pages.at(-1);
  return { total: page?.total ?? 0, capped: page?.totalIsCapped ?? false };
}

/**
 * Inserts a new row, or updates a changed one: it moves where its order changed, and leaves a list that it no longer matches.
 *
 * @param isNew true when the row did not exist before, so that it is one more and not one moved
 */
export function upsertRow<Item extends Identified>(
  data: ListData<Item>,
  item: Item,
  rule: ListPredicate<Item>,
  isNew = false,
): Patched<Item> {
  const before = find(data, item.id);
  const matches = rule.matches(item);
  if (matches === false) return removeRow(data, item.id);
  if (before && rule.compare(before, item) === 0) return { data: replace(data, item), isExact: true };
  if (matches === undefined && !before) return { data, isExact: false };

  const rest = before ? without(data, item.id) : data;
  const end = rest.pages.at(-1);
  const more = end !== undefined && end.nextCursor !== null;
  const beyond = more && end.last !== undefined && rule.compare(item, end.last) > 0;
  if (beyond) {
    // Its position is not loaded yet. A row that was loaded is included in the total, another one may be.
    return { data: rest, isExact: before !== undefined };
  }
  const placed = insert(rest, item, rule);
  if (before) return { data: placed, isExact: true };
  return { data: count(placed, 1), isExact: isNew || !more };
}

/** Removes a row. */
export function removeRow<Item extends Identified>(data: ListData<Item>, id: string): Patched<Item> {
  if (find(data, id)) return { data: count(without(data, id), -1), isExact: true };
  return { data, isExact: data.pages.at(-1)?.nextCursor === null };
}

/** The first `pages` pages, to be loaded again; further ones are loaded when the user scrolls to them. */
export function firstPages<Item>(data: ListData<Item>, pages: number): ListData<Item> {
  if (data.pages.length <= pages) return data;
  return { pages: data.pages.slice(0, pages), pageParams: data.pageParams.slice(0, pages) };
}

function find<Item extends Identified>(data: ListData<Item>, id: string): Item | undefined {
  for (const page of data.pages) {
    const found = page.items.find((item) => item.id === id);
    if (found) return found;
  }
  return undefined;
}

function mapPages<Item>(
  data: ListData<Item>,
  change: (page: LoadedPage<Item>) => LoadedPage<Item>,
): ListData<Item> {
  return { ...data, pages: data.pages.map(change) };
}

function replace<Item extends Identified>(data: ListData<Item>, item: Item): ListData<Item> {
  return mapPages(data, (page) =>
    page.items.some(({ id }) => id === item.id)
      ? { ...page, items: page.items.map((other) => (other.id === item.id ? item : other)) }
      : page,
  );
}

function without<Item extends Identified>(data: ListData<Item>, id: string): ListData<Item> {
  return mapPages(data, (page) =>
    page.items.some((item) => item.id === id)
      ? { ...page, items: page.items.filter((item) => item.id !== id) }
      : page,
  );
}

function insert<Item extends Identified>(
  data: ListData<Item>,
  item: Item,
  rule: ListPredicate<Item>,
): ListData<Item> {
  let placed = false;
  return mapPages(data, (page) => {
    if (placed) return page;
    const isEnd = page === data.pages.at(-1);
    const found = page.items.findIndex((other) => rule.compare(item, other) < 0);
    if (found === -1 && !isEnd) return page;
    placed = true;
    return { ...page, items: page.items.toSpliced(found === -1 ? page.items.length : found, 0, item) };
  });
}

function count<Item>(data: ListData<Item>, by: number): ListData<Item> {
  return mapPages(data, (page) =>
    page.totalIsCapped ? page : { ...page, total: Math.max(0, page.total + by) },
  );
}
