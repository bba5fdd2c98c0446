import { defaultPageSize, maxPageSize, type Page } from '#contract/endpoint';
import { runPrepared, type Executor } from './database.ts';
import { searchPage } from './list-search.ts';
import {
  after,
  conditionsOf,
  orderBy,
  selectWith,
  type Found,
  type ListStatement,
} from './list-statement.ts';
import { decodeCursor, toPage, type Cursor } from './page.ts';
import { searchQuery } from './search.ts';

/**
 * Asks for a page and its total.
 *
 * @throws Problem `validation_failed` for a cursor that this list did not hand out
 */
export async function runList<Row extends { id: string }>(
  executor: Executor,
  list: ListStatement<Row>,
): Promise<Page<Row>> {
  const { order, query } = list;
  const cursor = decodeCursor(order.name, order.kind, query.cursor);
  const words = searchQuery(query.search);
  const { rows, total } =
    words === undefined
      ? await readPage(executor, list, cursor)
      : await searchPage(executor, list, cursor, words);
  return toPage(rows, query.limit, total, {
    order: order.name,
    keyOf: order.keyOf,
    toItem: (row) => row,
    capped: words !== undefined,
  });
}

/**
 * Of a list as it is the total comes with each row, read once: half the work of a statement of its own, and the plan is one for
 * all. For that the limit stands in the statement, one of two: of a limit that comes with the values PostgreSQL supposes that a
 * tenth of all rows is wanted, finds the plan for that worse than one made for these values, and plans anew each time.
 *
 * Behind a filter there is no one plan: of who has invited a million people and who has invited three, one is best looked up in the
 * order of the list and the other is not. There the limit is a value, and the total a statement of its own, or its cost would
 * decide about the plan of the page.
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
    `${selectWith(list, `(${total}) as total`)} where ${matching}${following} ${orderBy(list)} limit ${size + 1}`,
    values,
  );
  const [first] = rows;
  if (first !== undefined) return { rows, total: first.total };
  // Where no row follows there is none to say how many there are.
  if (cursor === undefined) return { rows, total: 0 };
  return { rows, total: await readTotal(executor, `select (${total}) as total`, [organizationId]) };
}

/** Two statements, sent together: the rows of the first are taken in while the other is carried out. */
async function readFiltered<Row>(
  executor: Executor,
  list: ListStatement<Row>,
  cursor: Cursor | undefined,
): Promise<Found<Row>> {
  const { matching, values, value } = conditionsOf(list);
  const countValues = [...values];
  const following = after(list, cursor, value);
  const limit = value(list.query.limit + 1);
  const [rows, total] = await Promise.all([
    runPrepared<Row>(
      executor,
      `${list.select} where ${matching}${following} ${orderBy(list)} limit ${limit}`,
      values,
    ),
    readTotal(
      executor,
      `select count(*)::int as total from ${list.table} ${list.alias} where ${matching}`,
      countValues,
    ),
  ]);
  return { rows, total };
}

async function readTotal(executor: Executor, statement: string, values: unknown[]): Promise<number> {
  const [counted] = await runPrepared<{ total: number }>(executor, statement, values);
  return counted?.total ?? 0;
}
