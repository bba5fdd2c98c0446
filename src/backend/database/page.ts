import { z } from 'zod';
import { timestamp } from '#contract/endpoint';
import { type Page } from '#contract/page';
import { fieldProblem, type Problem } from '../platform/errors/problem.ts';
import { isUuid } from './uuid.ts';

/** With a search, `total` is not counted beyond this. */
export const cappedTotal = 1000;

const position = z.tuple([z.string(), z.union([z.string(), z.number()]), z.string()]);

/** The type of a sort key; the database must be able to compare a cursor's key. */
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

/** @param order the sort order of the list: a cursor of one order is invalid for every other */
export function encodeCursor(order: string, { key, id }: Cursor): string {
  return Buffer.from(JSON.stringify([order, key, id])).toString('base64url');
}

/** The sort order that a cursor names; undefined for a malformed cursor. */
export function orderOfCursor(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  try {
    return position.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))[0];
  } catch {
    return undefined;
  }
}

/** @throws Problem `validation_failed` for a cursor of another list */
export function decodeCursor(order: string, kind: SortKind, cursor: string | undefined): Cursor | undefined {
  if (cursor === undefined) return undefined;
  try {
    const [of, key, id] = position.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
    if (of === order && isKey[kind](key) && isUuid(id)) return { key, id };
  } catch {
    // Malformed: rejected below.
  }
  throw foreignCursor();
}

/** The problem of a cursor that belongs to another list. */
export function foreignCursor(): Problem {
  return fieldProblem('cursor', "This cursor doesn't belong to this list. Start at the first page.");
}

/**
 * The page at the start of `rows`, which contain at least one row more than `limit` when another page follows.
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
    /** Whether `total` is capped at 1,000. */
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

/** A list as a single page. */
export function wholeList<Item>(items: Item[]): Page<Item> {
  return { items, nextCursor: null, total: items.length, totalIsCapped: false };
}
