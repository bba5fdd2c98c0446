import { defaultPageSize, maxPageSize, type Page } from '#contract/endpoint';
import { runPrepared, type Executor } from './database.ts';
import { cappedTotal, decodeCursor, toPage, type Cursor, type SortKind } from './page.ts';
import { narrowSearch, searchQuery, wordPrefix } from './search.ts';

/** What a list is sorted by. */
export interface ListOrder<Row> {
  /** As the API has it. */
  name: string;
  /** An expression that an index is sorted by, behind the organization and before the id. */
  key: string;
  kind: Extract<SortKind, 'text' | 'time'>;
  descending: boolean;
  /** A row's key, as a cursor carries it. */
  keyOf: (row: Row) => string;
}

/** A list as a statement asks for it. What is text here stands in the code; what comes from outside goes into `values`. */
export interface ListStatement<Row> {
  /** What is selected, and from where. */
  select: string;
  /** The rows alone, for their number. */
  from: string;
  /** What the table is called in both. */
  alias: string;
  /** Conditions beside the organization's, with `$` for each of their values. */
  where: { text: string; value?: unknown }[];
  organizationId: string;
  order: ListOrder<Row>;
  /** The total as made of the tallies' row `t`; undefined: it has to be counted. */
  tallied: string | undefined;
  query: { search?: string | undefined; cursor?: string | undefined; limit: number };
}

interface Found<Row> {
  rows: Row[];
  /** How many there are in all; of a search no more than one past the cap. */
  total: number;
}

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
    ? `select count(*)::int ${list.from} where ${matching}`
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

/**
 * What is found is looked up by its words first, as far as totals are counted. Where that is all, it is sorted; only of what
 * stands in more rows than that is the page read in its order, with the words as a filter. PostgreSQL cannot know which is
 * which: of a word that it has no statistics of it supposes that it stands in one row of two hundred, and would go through a
 * million of them in order to find the one. What is materialized is planned as if all of it were wanted, and read only as
 * far as it is asked for: a limit in the same place would bring that very mistake back. The filter is spelled so that no
 * index answers it. So one plan is right for all words, and need not be made for each: that took as long as to carry it out.
 */
async function searchPage<Row extends { id: string }>(
  executor: Executor,
  list: ListStatement<Row>,
  cursor: Cursor | undefined,
  words: string,
): Promise<Found<Row>> {
  const { matching, others, values, value } = conditionsOf(list);
  const { alias, organizationId, order, query } = list;
  const indexed = `${value(searchQuery(narrowSearch(query.search ?? ''), wordPrefix(organizationId)))}::tsquery`;
  const filter = `coalesce(${alias}.search, ${alias}.search) @@ ${value(words)}::tsquery`;
  // The organization's id once more, in case that another's ends in the same way; spelled so that no index answers it.
  const worded = `organization_words(${alias}.organization_id, ${alias}.search) @@ ${indexed}
        and coalesce(${alias}.organization_id, ${alias}.organization_id) = $1 and ${filter}`;
  const following = after(list, cursor, value);
  const limit = value(query.limit + 1);
  const select = list.select.replace('select ', `select ${order.key} as "sortKey", `);
  const direction = directionOf(list);
  const rows = await runPrepared<(Row | { id: null }) & { foundInAll: number }>(
    executor,
    `with worded as materialized (select ${alias}.* ${list.from} where ${worded}),
      found as materialized (select id from worded ${alias} where ${others} limit ${cappedTotal + 1}),
      counted as materialized (select count(*)::int as "foundInAll" from found),
      page as (
        (${select} where (select "foundInAll" from counted) <= ${cappedTotal} and ${alias}.id in (select id from found)${following}
          ${orderBy(list)} limit ${limit})
        union all
        (${select} where (select "foundInAll" from counted) > ${cappedTotal} and ${matching} and ${filter}${following}
          ${orderBy(list)} limit ${limit})
      )
    select counted.*, page.* from counted left join page on true order by page."sortKey" ${direction}, page.id ${direction}`,
    values,
  );
  return {
    // Without a row there is still the number.
    rows: rows.filter((row): row is Row & { foundInAll: number } => row.id !== null),
    total: rows[0]?.foundInAll ?? 0,
  };
}

function conditionsOf<Row>({ where, alias, organizationId }: ListStatement<Row>) {
  const values: unknown[] = [organizationId];
  const value = (one: unknown) => `$${values.push(one)}`;
  const conditions = where.map((one) =>
    one.value === undefined ? one.text : one.text.replace('$', value(one.value)),
  );
  return {
    matching: [`${alias}.organization_id = $1`, ...conditions].join(' and '),
    /** Without the organization's. */
    others: conditions.join(' and ') || 'true',
    values,
    value,
  };
}

function orderBy<Row>(list: ListStatement<Row>): string {
  const direction = directionOf(list);
  return `order by ${list.order.key} ${direction}, ${list.alias}.id ${direction}`;
}

function directionOf<Row>({ order }: ListStatement<Row>): 'asc' | 'desc' {
  return order.descending ? 'desc' : 'asc';
}

function after<Row>(
  { alias, order: { key, kind, descending } }: ListStatement<Row>,
  cursor: Cursor | undefined,
  value: (one: unknown) => string,
): string {
  if (cursor === undefined) return '';
  const last = `${value(cursor.key)}::${kind === 'time' ? 'timestamptz' : 'text'}, ${value(cursor.id)}::uuid`;
  return ` and (${key}, ${alias}.id) ${descending ? '<' : '>'} (${last})`;
}
