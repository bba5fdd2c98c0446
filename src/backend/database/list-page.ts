import { defaultPageSize, maxPageSize, type Page } from '#contract/endpoint';
import { runPrepared, type Executor } from './database.ts';
import { searchPage } from './list-search.ts';
import { after, conditionsOf, orderBy, type Found, type ListStatement } from './list-statement.ts';
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
 * The total is read once and comes with each row: half the work of a statement of its own.
 *
 * Of a limit that comes with the values PostgreSQL supposes that a tenth of all rows is wanted. It does not like the plan that
 * comes of that, and makes a new one each time, which takes as long as to carry it out. Where one plan is right for all values
 * the limit stands in the statement (one of two, so that there are not many statements), and the plan is kept. Behind a filter it has to be made: of who has invited a million
 * people and who has invited three, one is best looked up in the order of the list and the other is not.
 */
async function readPage<Row>(
  executor: Executor,
  list: ListStatement<Row>,
  cursor: Cursor | undefined,
): Promise<Found<Row>> {
  const { matching, values, value } = conditionsOf(list);
  const countValues = [...values];
  const following = after(list, cursor, value);
  const isFiltered = list.tallied === undefined;
  const size = list.query.limit <= defaultPageSize ? defaultPageSize : maxPageSize;
  const limit = isFiltered ? value(list.query.limit + 1) : size + 1;
  const total = isFiltered
    ? `select count(*)::int from ${list.table} ${list.alias} where ${matching}`
    : `select (${list.tallied})::int from organization_tallies t where t.organization_id = $1`;
  const select = list.select.replace('select ', `select (${total}) as "foundInAll", `);
  const page = `${select} where ${matching}${following} ${orderBy(list)} limit ${limit}`;
  const rows = await runPrepared<Row & { foundInAll: number }>(executor, page, values);
  const [first] = rows;
  if (first !== undefined) return { rows, total: first.foundInAll };
  // Where no row follows there is none to say how many there are.
  if (cursor === undefined) return { rows, total: 0 };
  const [counted] = await runPrepared<{ total: number }>(
    executor,
    `select (${total}) as total`,
    isFiltered ? countValues : [list.organizationId],
  );
  return { rows, total: counted?.total ?? 0 };
}
