import { sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { timestamp, type Page } from '#contract/endpoint';
import { fieldProblem, type Problem } from '../http/problem.ts';
import { isUuid } from './uuid.ts';

/** With a search, `total` is not counted beyond this. */
export const cappedTotal = 1000;

const position = z.tuple([z.string(), z.union([z.string(), z.number()]), z.string()]);

/** What a list is sorted by; a cursor's key must be one that the database can compare. */
export type SortKind = 'text' | 'time' | 'number';

const isKey: Record<SortKind, (key: string | number) => boolean> = {
  text: (key) => typeof key === 'string' && !key.includes('\0'),
  // '-infinity' stands for "never".
  time: (key) => typeof key === 'string' && (key === '-infinity' || timestamp.safeParse(key).success),
  number: (key) => typeof key === 'number',
};

/** Where a page ended: the sort key and the id of its last row. */
export interface Cursor {
  key: string | number;
  id: string;
}

/** @param order what the list is sorted by: a cursor of one order is none of another */
export function encodeCursor(order: string, { key, id }: Cursor): string {
  return Buffer.from(JSON.stringify([order, key, id])).toString('base64url');
}

/** The order that a cursor says it belongs to; undefined for none. */
export function orderOfCursor(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  try {
    return position.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))[0];
  } catch {
    return undefined;
  }
}

/** @throws Problem `validation_failed` for a cursor that this list did not hand out */
export function decodeCursor(order: string, kind: SortKind, cursor: string | undefined): Cursor | undefined {
  if (cursor === undefined) return undefined;
  try {
    const [of, key, id] = position.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
    if (of === order && isKey[kind](key) && isUuid(id)) return { key, id };
  } catch {
    // Falls through: whatever it was, it is no cursor of ours.
  }
  throw foreignCursor();
}

/** A cursor that a list did not hand out. */
export function foreignCursor(): Problem {
  return fieldProblem('cursor', 'This cursor does not belong to this list. Begin at the first page.');
}

/**
 * The page that `rows` begin; one more than `limit` at least, where there are so many, to know whether another follows.
 *
 * @param keyOf the sort key of a row, as the database compares it
 */
export function toPage<Row extends { id: string }, Item>(
  rows: Row[],
  limit: number,
  total: number,
  {
    order,
    keyOf,
    toItem,
    capped,
  }: {
    order: string;
    keyOf: (row: Row) => string | number;
    toItem: (row: Row) => Item;
    /** Whether `total` stops at 1,000. */
    capped: boolean;
  },
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(toItem),
    nextCursor: last && rows.length > limit ? encodeCursor(order, { key: keyOf(last), id: last.id }) : null,
    total: capped ? Math.min(total, cappedTotal) : total,
    totalIsCapped: capped && total > cappedTotal,
  };
}

/** How many rows `from` has; with `capped`, no further than one past the cap. */
export function countOf(from: SQL, capped: boolean): SQL {
  return capped
    ? sql`select count(*)::int as total from (select 1 ${from} limit ${cappedTotal + 1}) as counted`
    : sql`select count(*)::int as total ${from}`;
}

/** A list that is short enough to be one page. */
export function wholeList<Item>(items: Item[]): Page<Item> {
  return { items, nextCursor: null, total: items.length, totalIsCapped: false };
}
