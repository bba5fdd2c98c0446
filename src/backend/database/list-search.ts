import { defaultPageSize, maxPageSize } from '#contract/page';
import { commonWordsOf, type CommonWords } from './word-statistics.ts';
import { runPrepared, type Executor } from './database.ts';
import {
  after,
  conditionsOf,
  directionOf,
  sourceOf,
  orderBy,
  selectFrom,
  selectWith,
  type Found,
  type ListStatement,
} from './list-statement.ts';
import { cappedTotal, type Cursor } from './page.ts';
import { narrowWords, prefixLength, searchWords, wordPrefix, wordsQuery } from './search.ts';

/** Rows are counted up to this number: one more than the highest total. */
const countedAtMost = cappedTotal + 1;
/** A shorter prefix can match so many words that many rows match although no word is common. */
const tellingLength = 4;
/** So many rows are read in the order of the list for each one that is wanted. Then the matching rows are sorted. */
const readForEach = 80;
/** Sorts behind every text that begins with the same characters. */
const lastCharacter = '\u{10ffff}';

/**
 * Reads a page of the rows that contain all `words`, and their total.
 *
 * A search index collects every row with a word before it returns the first. For a common word that takes much longer than to
 * show that there are more than a thousand, and than scanning the list itself.
 *
 * @param words as `searchQuery` returns them
 */
export async function searchPage<Row extends { id: string }>(
  executor: Executor,
  list: ListStatement<Row>,
  cursor: Cursor | undefined,
  words: string,
): Promise<Found<Row>> {
  const { search = '' } = list.query;
  const prefix = wordPrefix(list.organizationId);
  const asked = narrowWords(search).map((word) => prefix + word);
  const common = await commonWordsOf(executor, list.table);
  const rare = asked.filter((word) => common.share(word) === 0);
  // A rare word is looked up in the index, and the common ones filter what is found.
  if (rare.some((word) => word.length >= prefix.length + tellingLength))
    return lookUp(executor, list, cursor, { indexed: wordsQuery(rare), words });
  const [only, another] = searchWords(search);
  const counts: Counts = {
    within: worthReading(asked, common),
    begins: list.begins && another === undefined && isOften(asked, common) ? only : undefined,
  };
  const isWorthIt = !isFiltered(list) && (counts.within ?? counts.begins) !== undefined;
  const read = isWorthIt ? await readThrough(executor, list, cursor, { counts, words }) : undefined;
  if (read === undefined || read === 'too far apart')
    return lookUp(executor, list, cursor, {
      indexed: wordsQuery(asked),
      words,
      isSorted: read !== undefined,
    });
  return read;
}

/** By what it is shown that more than a thousand rows contain the words. */
interface Counts {
  /** Among how many rows at the start of the list there should be as many; undefined when these would be too many. */
  within: number | undefined;
  /** The only word, when as many rows may begin with it. */
  begins: string | undefined;
}

/** Whether more than a thousand rows may contain a word; of short ones little is known. */
function isOften([word = '']: readonly string[], common: CommonWords): boolean {
  return word.length < prefixLength + tellingLength || common.share(word) * common.rows > cappedTotal;
}

/**
 * Estimates among how many rows of a list more than a thousand contain all words, assuming that the words are evenly
 * spread; undefined when the index has fewer rows to collect. The shares are those of the whole table: the list of one
 * organization contains its words in more of its rows, and is scanned less often than it could be.
 */
export function worthReading(words: readonly string[], common: CommonWords): number | undefined {
  const shares = words.map((word) => common.share(word));
  const all = shares.reduce((product, share) => product * share, 1);
  const collected = shares.reduce((sum, share) => sum + share, 0) * common.rows;
  const within = Math.ceil(countedAtMost / all);
  return within < collected ? within : undefined;
}

/** A filter can leave so few rows that a scan finds nothing for a long time. */
function isFiltered<Row>({ tallied }: ListStatement<Row>): boolean {
  return tallied === undefined;
}

/**
 * Reads a page in the order of the list, without the index of words. That more than a thousand rows match is shown by those that
 * begin with the word, of which an index has one beside the other; otherwise by those at the start of the list.
 *
 * @returns undefined when that does not show it; `too far apart` when it does, and the rows of the page are not among the next ones
 */
async function readThrough<Row extends { id: string }>(
  executor: Executor,
  list: ListStatement<Row>,
  cursor: Cursor | undefined,
  { counts, words }: { counts: Counts; words: string },
): Promise<Found<Row> | 'too far apart' | undefined> {
  const { matching, values, value } = conditionsOf(list);
  const { table, alias, query } = list;
  const filter = filterOf(alias, value(words));
  const atLeast: string[] = [];
  if (counts.begins !== undefined) {
    const [from, to] = [value(counts.begins), value(counts.begins + lastCharacter)];
    for (const column of list.begins ?? [])
      // The range is of the index; in the order of some languages it has other texts as well.
      atLeast.push(
        `select from ${table} ${alias} where ${matching} and ${column} >= ${from}::text and ${column} <= ${to}::text
          and starts_with(${column}, ${from}::text)`,
      );
  }
  if (counts.within !== undefined)
    atLeast.push(
      `select from (select ${alias}.search from ${sourceOf(list)} ${alias} where ${matching} ${orderBy(list)} limit ${value(2 * counts.within)}) ${alias}
        where ${filter}`,
    );
  const found = await runSearch<Row>(
    executor,
    list,
    `with counted as materialized (
        select case ${atLeast
          .map(
            (rows) =>
              `when (select count(*) from (${rows} limit ${countedAtMost}) as rows) > ${cappedTotal} then ${countedAtMost}`,
          )
          .join(' ')} else 0 end as "foundInAll"
      ),
      page as (${earlyRows(list, cursor, { matching, filter, value })})`,
    values,
  );
  if (found.total <= cappedTotal) return undefined;
  return found.rows.length > query.limit ? found : 'too far apart';
}

/**
 * Selects the rows of a page among the next ones of the list, if more than a thousand rows match. It is bounded, because those that
 * match can all be at the list's end: members called Zeno, in the order of names.
 */
function earlyRows<Row>(
  list: ListStatement<Row>,
  cursor: Cursor | undefined,
  { matching, filter, value }: { matching: string; filter: string; value: (one: unknown) => string },
): string {
  const { alias, query } = list;
  const size = query.limit <= defaultPageSize ? defaultPageSize : maxPageSize;
  const next = `(select ${alias}.* from ${sourceOf(list)} ${alias} where (select "foundInAll" from counted) > ${cappedTotal} and ${matching}${after(list, cursor, value)}
      ${orderBy(list)} limit ${readForEach * (size + 1)})`;
  return `${selectFrom(list, next, `${list.order.key} as "sortKey"`)} where ${filter} ${orderBy(list)} limit ${value(query.limit + 1)}`;
}

/**
 * Looks the words up in the index first, up to the number of rows that totals count. When that finds all rows, they are
 * sorted; otherwise the page is read in the order of the list, with the words as a filter, and where that reads too many rows
 * all that were found are sorted. PostgreSQL cannot decide this: it assumes that a word without statistics is in one row of two
 * hundred, and would scan a million rows in order to find the one. A materialized subquery is planned as if all its rows were
 * wanted, and read only as far as needed; a limit in its place would bring the wrong assumption back. The filter is written so
 * that no index serves it. Thus one generic plan is right for all words; planning each call took as long as running it.
 *
 * @param indexed the condition for the index
 * @param isSorted nothing is read in the order of the list, because that was tried
 */
async function lookUp<Row extends { id: string }>(
  executor: Executor,
  list: ListStatement<Row>,
  cursor: Cursor | undefined,
  { indexed, words, isSorted = false }: { indexed: string; words: string; isSorted?: boolean },
): Promise<Found<Row>> {
  const { matching, others, values, value } = conditionsOf(list);
  const { table, alias, query } = list;
  const filter = filterOf(alias, value(words));
  // The organization's id again, in case another id ends in the same characters; written so that no index serves it.
  const worded = `organization_words(${alias}.organization_id, ${alias}.search) @@ ${value(indexed)}::tsquery
        and coalesce(${alias}.organization_id, ${alias}.organization_id) = $1 and ${filter}`;
  const following = after(list, cursor, value);
  const limit = value(query.limit + 1);
  const sortKey = `${list.order.key} as "sortKey"`;
  const ordered = `${following} ${orderBy(list)} limit ${limit}`;
  const total = '(select "foundInAll" from counted)';
  const few = `${selectWith(list, sortKey)} where ${total} <= ${cappedTotal} and ${alias}.id in (select id from found)${ordered}`;
  const sorted = `${selectFrom(list, 'worded', sortKey)} where ${total} > ${cappedTotal} and ${others}`;
  const many = isSorted
    ? `page as ((${few}) union all (${sorted}${ordered}))`
    : `early as materialized (${earlyRows(list, cursor, { matching, filter, value })}),
      page as (
        (${few})
        union all
        (select * from early where (select count(*) from early) >= ${limit})
        union all
        (${sorted} and (select count(*) from early) < ${limit}${ordered})
      )`;
  return runSearch(
    executor,
    list,
    `with worded as materialized (select ${alias}.* from ${table} ${alias} where ${worded}),
      found as materialized (select id from worded ${alias} where ${others} limit ${countedAtMost}),
      counted as materialized (select count(*)::int as "foundInAll" from found),
      ${many}`,
    values,
  );
}

/** @param tables the subqueries `counted`, of one row, and `page` */
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
    // The total is there even without a row.
    rows: rows.filter((row): row is Row & { foundInAll: number } => row.id !== null),
    total: rows[0]?.foundInAll ?? 0,
  };
}

function filterOf(alias: string, words: string): string {
  return `coalesce(${alias}.search, ${alias}.search) @@ ${words}::tsquery`;
}
