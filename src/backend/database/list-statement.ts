import { runPrepared, type Executor } from './database.ts';
import { cappedTotal, type Cursor } from './page.ts';
import { searchQuery } from './search.ts';

/** A list as a statement asks for it. What is text here stands in the code; what comes from outside goes into `values`. */
export interface ListStatement {
  /** What is selected, and from where. */
  select: string;
  /** The rows alone, for their number. */
  from: string;
  /** Conditions beside the organization's, with `$` for each of their values. */
  where: { text: string; value?: unknown }[];
  organizationColumn: string;
  organizationId: string;
  /** The column of the words, and what is searched for. */
  search: { column: string; words: string | undefined };
  order: { key: string; cast: string; id: string; descending: boolean };
  cursor: Cursor | undefined;
  limit: number;
  /** The total as made of the tallies' row `t`; undefined: it has to be counted. */
  tallied: string | undefined;
}

/** The rows of a page, one more than `limit`, and how many there are in all, or one more than the cap. */
export interface ListAnswer<Row> {
  rows: Row[];
  total: number;
  capped: boolean;
}

/** Asks for a page and its total. */
export function runList<Row extends { id: string }>(
  executor: Executor,
  list: ListStatement,
): Promise<ListAnswer<Row>> {
  const words = searchQuery(list.search.words);
  return words === undefined ? runWholeList<Row>(executor, list) : runSearch<Row>(executor, list, words);
}

/** Two statements, sent together. */
async function runWholeList<Row>(executor: Executor, list: ListStatement): Promise<ListAnswer<Row>> {
  const { matching, values, value } = conditionsOf(list);
  const countValues = [...values];
  const page = `${list.select} where ${matching}${after(list, value)} ${orderBy(list)} limit ${value(list.limit + 1)}`;
  const [rows, [counted]] = await Promise.all([
    runPrepared<Row>(executor, page, values),
    list.tallied === undefined
      ? runPrepared<{ total: number }>(
          executor,
          `select count(*)::int as total ${list.from} where ${matching}`,
          countValues,
        )
      : runPrepared<{ total: number }>(
          executor,
          `select (${list.tallied})::int as total from organization_tallies t where t.organization_id = $1`,
          [list.organizationId],
        ),
  ]);
  return { rows, total: counted?.total ?? 0, capped: false };
}

/**
 * What is found is looked up by its words first, as far as totals are counted. Where that is all, it is sorted; only of what
 * stands in more rows than that is the page read in its order, with the words as a filter. PostgreSQL cannot know which is
 * which: of a word that it has no statistics of it supposes that it stands in one row of two hundred, and would go through a
 * million of them in order to find the one. What is materialized is planned as if all of it were wanted, and read only as
 * far as it is asked for: a limit in the same place would bring that very mistake back. The filter is spelled so that no
 * index answers it. So one plan is right for all words, and need not be made for each: that took as long as to carry it out.
 */
async function runSearch<Row extends { id: string }>(
  executor: Executor,
  list: ListStatement,
  words: string,
): Promise<ListAnswer<Row>> {
  const { matching, others, values, value } = conditionsOf(list);
  const { column } = list.search;
  const query = `${value(words)}::tsquery`;
  const worded = `${list.organizationColumn} = $1 and ${column} @@ ${query}`;
  const { key, id, descending } = list.order;
  const alias = id.replace(/\..*/, '');
  const select = list.select.replace('select ', `select ${key} as "sortKey", `);
  const following = after(list, value);
  const limit = value(list.limit + 1);
  const direction = descending ? 'desc' : 'asc';
  const filter = `coalesce(${column}, ${column}) @@ ${query}`;
  const rows = await runPrepared<Row & { id: string | null; foundInAll: number }>(
    executor,
    `with worded as materialized (select ${alias}.* ${list.from} where ${worded}),
      found as materialized (select id from worded ${alias} where ${others} limit ${cappedTotal + 1}),
      counted as materialized (select count(*)::int as "foundInAll" from found),
      page as (
        (${select} where (select "foundInAll" from counted) <= ${cappedTotal} and ${id} in (select id from found)${following}
          ${orderBy(list)} limit ${limit})
        union all
        (${select} where (select "foundInAll" from counted) > ${cappedTotal} and ${matching} and ${filter}${following}
          ${orderBy(list)} limit ${limit})
      )
    select counted.*, page.* from counted left join page on true order by page."sortKey" ${direction}, page.id ${direction}`,
    values,
  );
  // Without a row there is still the number.
  return { rows: rows.filter((row) => row.id !== null), total: rows[0]?.foundInAll ?? 0, capped: true };
}

function conditionsOf({ where, organizationColumn, organizationId }: ListStatement) {
  const values: unknown[] = [organizationId];
  const value = (one: unknown) => `$${values.push(one)}`;
  const conditions = where.map((one) =>
    one.value === undefined ? one.text : one.text.replace('$', value(one.value)),
  );
  return {
    matching: [`${organizationColumn} = $1`, ...conditions].join(' and '),
    /** Without the organization's. */
    others: conditions.join(' and ') || 'true',
    values,
    value,
  };
}

function orderBy({ order: { key, id, descending } }: ListStatement): string {
  const direction = descending ? 'desc' : 'asc';
  return `order by ${key} ${direction}, ${id} ${direction}`;
}

function after(
  { order: { key, id, cast, descending }, cursor }: ListStatement,
  value: (one: unknown) => string,
): string {
  if (cursor === undefined) return '';
  return ` and (${key}, ${id}) ${descending ? '<' : '>'} (${value(cursor.key)}::${cast}, ${value(cursor.id)}::uuid)`;
}
