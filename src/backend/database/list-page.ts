import { defaultPageSize, maxPageSize, type Page } from '#contract/page';
import { runPrepared, type Executor } from './database.ts';
import { inOrder } from './in-order.ts';
import { searchPage } from './list-search.ts';
import {
  after,
  conditionsOf,
  orderBy,
  selectInOrder,
  selectWith,
  type Found,
  type ListStatement,
} from './list-statement.ts';
import { decodeCursor, toPage, type Cursor } from './page.ts';
import { searchedSigns, searchQuery } from './search.ts';

/**
 * Reads a page of a list and its total.
 *
 * @throws Problem `validation_failed` for a cursor of another list
 */
export async function runList<Row extends { id: string }>(
  executor: Executor,
  list: ListStatement<Row>,
): Promise<Page<Row>> {
  const { order, query } = list;
  const cursor = decodeCursor(order.name, order.kind, query.cursor);
  const signs = searchedSigns(query.search);
  const words = signs === undefined ? searchQuery(query.search) : undefined;
  const { rows, total } =
    words === undefined
      ? await readPage(executor, signs === undefined ? list : withSigns(list, signs), cursor)
      : await searchPage(executor, list, cursor, words);
  return toPage(rows, query.limit, total, {
    order: order.name,
    keyOf: order.keyOf,
    toItem: (row) => row,
    capped: words !== undefined,
  });
}

/** The rows of a list that contain the characters. The index has only words, so that every row of the list is read. */
function withSigns<Row>(list: ListStatement<Row>, signs: string): ListStatement<Row> {
  const where = [...list.where, { text: `position($::text in ${list.text}) > 0`, value: signs }];
  return { ...list, where, tallied: undefined };
}

/**
 * Without a filter the total comes with each row and is computed once, which takes half the time of a second statement. One
 * generic plan serves all calls, and for that the limit is a constant (one of two): for a limit that is a parameter
 * PostgreSQL assumes that a tenth of the rows is wanted, prefers custom plans, and plans each call anew.
 *
 * With a filter no single plan is good: for an inviter of a million invites the order of the list is the best index, for an
 * inviter of three it is not. There the limit is a parameter, and the total a statement of its own, so that its cost does
 * not influence the plan of the page.
 */
async function readPage<Row>(
  executor: Executor,
  list: ListStatement<Row>,
  cursor: Cursor | undefined,
): Promise<Found<Row>> {
  const { tallied, organizationId } = list;
  if (tallied === undefined) return readFiltered(executor, list, cursor);
  const { matching, values, value } = conditionsOf(list);
  const following = after(list, cursor, value);
  const size = list.query.limit <= defaultPageSize ? defaultPageSize : maxPageSize;
  const total = `select (${tallied})::int from organization_tallies t where t.organization_id = $1`;
  const rows = await runPrepared<Row & { total: number }>(
    executor,
    `${selectWith({ ...list, select: selectInOrder(list) }, `(${total}) as total`)} where ${matching}${following} ${orderBy(list)} limit ${size + 1}`,
    values,
  );
  const [first] = rows;
  if (first !== undefined) return { rows, total: first.total };
  // Without a row there is no total either.
  if (cursor === undefined) return { rows, total: 0 };
  return { rows, total: await readTotal(executor, `select (${total}) as total`, [organizationId]) };
}

/** Sends two statements together: the rows of the first are parsed while the second runs. */
async function readFiltered<Row>(
  executor: Executor,
  list: ListStatement<Row>,
  cursor: Cursor | undefined,
): Promise<Found<Row>> {
  const { matching, values, value } = conditionsOf(list);
  const countValues = [...values];
  const following = after(list, cursor, value);
  const limit = value(list.query.limit + 1);
  const [rows, total] = await inOrder(
    runPrepared<Row>(
      executor,
      `${selectInOrder(list)} where ${matching}${following} ${orderBy(list)} limit ${limit}`,
      values,
    ),
    readTotal(
      executor,
      `select count(*)::int as total from ${list.table} ${list.alias} where ${matching}`,
      countValues,
    ),
  );
  return { rows, total };
}

async function readTotal(executor: Executor, statement: string, values: unknown[]): Promise<number> {
  const [counted] = await runPrepared<{ total: number }>(executor, statement, values);
  return counted?.total ?? 0;
}
