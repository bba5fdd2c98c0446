import { commonWordsOf, type CommonWords } from './common-words.ts';
import { runPrepared, type Executor } from './database.ts';
import {
  after,
  conditionsOf,
  directionOf,
  orderBy,
  selectWith,
  type Found,
  type ListStatement,
} from './list-statement.ts';
import { cappedTotal, type Cursor } from './page.ts';
import { narrowWords, wordPrefix, wordsQuery } from './search.ts';

/** As far as rows are counted: one more than the total may say. */
const countedAtMost = cappedTotal + 1;
/** A beginning of fewer letters can be that of so many words that none of them has to be common. */
const tellingLength = 4;

/**
 * Asks for a page of what has all `words`, and its total.
 *
 * An index of words collects every row that has a word before it tells of the first. Of a word that is common that takes much
 * longer than to look for it in the list itself, where a thousand are found soon.
 *
 * @param words as `searchQuery` has them
 */
export async function searchPage<Row extends { id: string }>(
  executor: Executor,
  list: ListStatement<Row>,
  cursor: Cursor | undefined,
  words: string,
): Promise<Found<Row>> {
  const prefix = wordPrefix(list.organizationId);
  const asked = narrowWords(list.query.search ?? '').map((word) => prefix + word);
  const common = await commonWordsOf(executor, list.table);
  const rare = asked.filter((word) => common.share(word) === 0);
  // Where one of them tells much, the common ones are a condition on what is found.
  if (rare.some((word) => word.length >= prefix.length + tellingLength))
    return lookUp(executor, list, cursor, { indexed: wordsQuery(rare), words });
  const within = isFiltered(list) ? undefined : worthReading(asked, common);
  const read =
    within === undefined ? undefined : await readThrough(executor, list, cursor, { within, words });
  return read ?? lookUp(executor, list, cursor, { indexed: wordsQuery(asked), words });
}

/**
 * Among how many rows of a list more than a thousand should be found that have all words, supposing that each word stands
 * anywhere; undefined where the index has fewer to collect. Shares are those of a whole table: the list of one organization
 * among many has the word in more of its rows, and is read less often than it might be.
 */
export function worthReading(words: readonly string[], common: CommonWords): number | undefined {
  const shares = words.map((word) => common.share(word));
  const all = shares.reduce((product, share) => product * share, 1);
  const collected = shares.reduce((sum, share) => sum + share, 0) * common.rows;
  const within = Math.ceil(countedAtMost / all);
  return within < collected ? within : undefined;
}

/** A filter can leave so little of a list that nothing is found soon. */
function isFiltered<Row>({ tallied }: ListStatement<Row>): boolean {
  return tallied === undefined;
}

/**
 * Reads the list from its beginning until it has found more than are counted; undefined when they are not among its first
 * rows, because what is looked for stands at its end.
 *
 * @param within the rows among which they should be; twice as many are read
 */
async function readThrough<Row extends { id: string }>(
  executor: Executor,
  list: ListStatement<Row>,
  cursor: Cursor | undefined,
  { within, words }: { within: number; words: string },
): Promise<Found<Row> | undefined> {
  const { matching, values, value } = conditionsOf(list);
  const { table, alias, query } = list;
  const filter = filterOf(alias, value(words));
  const first = `select ${alias}.search from ${table} ${alias} where ${matching} ${orderBy(list)} limit ${value(2 * within)}`;
  const following = after(list, cursor, value);
  const found = await runSearch<Row>(
    executor,
    list,
    `with counted as materialized (
        select count(*)::int as "foundInAll" from (select from (${first}) ${alias} where ${filter} limit ${countedAtMost}) as found
      ),
      page as (
        ${selectOf(list)} where (select "foundInAll" from counted) > ${cappedTotal} and ${matching} and ${filter}${following}
          ${orderBy(list)} limit ${value(query.limit + 1)}
      )`,
    values,
  );
  return found.total > cappedTotal ? found : undefined;
}

/**
 * What is found is looked up by its words first, as far as totals are counted. Where that is all, it is sorted; only of what
 * stands in more rows than that is the page read in its order, with the words as a filter. PostgreSQL cannot know which is
 * which: of a word that it has no statistics of it supposes that it stands in one row of two hundred, and would go through a
 * million of them in order to find the one. What is materialized is planned as if all of it were wanted, and read only as
 * far as it is asked for: a limit in the same place would bring that very mistake back. The filter is spelled so that no
 * index answers it. So one plan is right for all words, and need not be made for each: that took as long as to carry it out.
 *
 * @param indexed what the index is asked for
 */
async function lookUp<Row extends { id: string }>(
  executor: Executor,
  list: ListStatement<Row>,
  cursor: Cursor | undefined,
  { indexed, words }: { indexed: string; words: string },
): Promise<Found<Row>> {
  const { matching, others, values, value } = conditionsOf(list);
  const { table, alias, query } = list;
  const filter = filterOf(alias, value(words));
  // The organization's id once more, in case that another's ends in the same way; spelled so that no index answers it.
  const worded = `organization_words(${alias}.organization_id, ${alias}.search) @@ ${value(indexed)}::tsquery
        and coalesce(${alias}.organization_id, ${alias}.organization_id) = $1 and ${filter}`;
  const following = after(list, cursor, value);
  const limit = value(query.limit + 1);
  const select = selectOf(list);
  return runSearch(
    executor,
    list,
    `with worded as materialized (select ${alias}.* from ${table} ${alias} where ${worded}),
      found as materialized (select id from worded ${alias} where ${others} limit ${countedAtMost}),
      counted as materialized (select count(*)::int as "foundInAll" from found),
      page as (
        (${select} where (select "foundInAll" from counted) <= ${cappedTotal} and ${alias}.id in (select id from found)${following}
          ${orderBy(list)} limit ${limit})
        union all
        (${select} where (select "foundInAll" from counted) > ${cappedTotal} and ${matching} and ${filter}${following}
          ${orderBy(list)} limit ${limit})
      )`,
    values,
  );
}

/** @param tables with `counted`, of one row, and `page` */
async function runSearch<Row extends { id: string }>(
  executor: Executor,
  list: ListStatement<Row>,
  tables: string,
  values: unknown[],
): Promise<Found<Row>> {
  const direction = directionOf(list);
  const rows = await runPrepared<(Row | { id: null }) & { foundInAll: number }>(
    executor,
    `${tables}
    select counted.*, page.* from counted left join page on true order by page."sortKey" ${direction}, page.id ${direction}`,
    values,
  );
  return {
    // Without a row there is still the number.
    rows: rows.filter((row): row is Row & { foundInAll: number } => row.id !== null),
    total: rows[0]?.foundInAll ?? 0,
  };
}

function filterOf(alias: string, words: string): string {
  return `coalesce(${alias}.search, ${alias}.search) @@ ${words}::tsquery`;
}

function selectOf<Row>(list: ListStatement<Row>): string {
  return selectWith(list, `${list.order.key} as "sortKey"`);
}
