import type { InfiniteData } from '@tanstack/react-query';
import type { Page } from '#contract/endpoint';

/**
 * A page as it is kept: with the last row as it was when the page came, since the server continues
 * after that row even when it has moved or gone meanwhile.
 */
export interface LoadedPage<Item> extends Page<Item> {
  last: Item | undefined;
}

export type ListData<Item> = InfiniteData<LoadedPage<Item>>;

/** What a list holds and in which order: the server's rule, told again for one row. */
export interface ListRule<Item> {
  /** Whether a row belongs to the list; undefined when only the server can tell (a search). */
  belongs: (item: Item) => boolean | undefined;
  compare: (a: Item, b: Item) => number;
}

export interface Patched<Item> {
  data: ListData<Item>;
  /** False when the list may now be wrong (a row missing, the total off) until it is fetched again. */
  sure: boolean;
}

interface Identified {
  id: string;
}

/** A page as it comes from the server, ready to be kept. */
export function loaded<Item>(page: Page<Item>): LoadedPage<Item> {
  return { ...page, last: page.items.at(-1) };
}

/** The rows loaded so far. A row that moved between two fetches may have come twice: its first place holds. */
export function rowsOf<Item extends Identified>(data: ListData<Item> | undefined): Item[] {
  return createRowReader<Item>()(data);
}

/** Reads the rows of one list as its pages come: those that were read before are not gone through with each new page. */
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
 * Puts a changed or new row where it belongs, or takes it out where it does not belong any more.
 *
 * @param isNew true when the row did not exist before, so that it is one more and not one moved
 */
export function putRow<Item extends Identified>(
  data: ListData<Item>,
  item: Item,
  rule: ListRule<Item>,
  isNew = false,
): Patched<Item> {
  const before = find(data, item.id);
  const belongs = rule.belongs(item);
  if (belongs === false) return dropRow(data, item.id);
  if (before && rule.compare(before, item) === 0) return { data: replace(data, item), sure: true };
  if (belongs === undefined && !before) return { data, sure: false };

  const rest = before ? without(data, item.id) : data;
  const end = rest.pages.at(-1);
  const more = end !== undefined && end.nextCursor !== null;
  const beyond = more && end.last !== undefined && rule.compare(item, end.last) > 0;
  if (beyond) {
    // It lies in what is not loaded yet. One that was loaded is counted already, another may be or not.
    return { data: rest, sure: before !== undefined };
  }
  const placed = insert(rest, item, rule);
  if (before) return { data: placed, sure: true };
  return { data: count(placed, 1), sure: isNew || !more };
}

/** Takes a row out that is gone. */
export function dropRow<Item extends Identified>(data: ListData<Item>, id: string): Patched<Item> {
  if (find(data, id)) return { data: count(without(data, id), -1), sure: true };
  return { data, sure: data.pages.at(-1)?.nextCursor === null };
}

/** Only the first `pages` pages: what is fetched again at once; the rest comes when it is scrolled to. */
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
  rule: ListRule<Item>,
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
