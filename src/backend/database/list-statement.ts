import { runPlanned, runPrepared, type Executor } from './database.ts';
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

/**
 * The rows of a page, one more than `limit`, and how many there are in all: two statements that are sent together.
 */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- What a statement selects is known where it stands.
export async function runList<Row>(
  executor: Executor,
  {
    select,
    from,
    where,
    organizationColumn,
    organizationId,
    search,
    order,
    cursor,
    limit,
    tallied,
  }: ListStatement,
): Promise<{ rows: Row[]; total: number; capped: boolean }> {
  const values: unknown[] = [organizationId];
  const conditions = [`${organizationColumn} = $1`];
  for (const { text, value } of where) {
    conditions.push(value === undefined ? text : text.replace('$', `$${values.push(value)}`));
  }
  const query = searchQuery(search.words);
  if (query !== undefined) conditions.push(`${search.column} @@ $${values.push(query)}::tsquery`);
  const matching = conditions.join(' and ');
  const countValues = [...values];
  const direction = order.descending ? 'desc' : 'asc';
  const after =
    cursor === undefined
      ? ''
      : ` and (${order.key}, ${order.id}) ${order.descending ? '<' : '>'} ($${values.push(cursor.key)}::${order.cast}, $${values.push(cursor.id)}::uuid)`;
  const page = `${select} where ${matching}${after}
    order by ${order.key} ${direction}, ${order.id} ${direction} limit $${values.push(limit + 1)}`;
  const run = query === undefined ? runPrepared : runPlanned;
  const capped = query !== undefined;
  const [rows, [counted]] = await Promise.all([
    run<Row>(executor, page, values),
    tallied !== undefined && !capped
      ? runPrepared<{ total: number }>(
          executor,
          `select (${tallied})::int as total from organization_tallies t where t.organization_id = $1`,
          [organizationId],
        )
      : run<{ total: number }>(
          executor,
          capped
            ? `select count(*)::int as total from (select 1 ${from} where ${matching} limit ${cappedTotal + 1}) as counted`
            : `select count(*)::int as total ${from} where ${matching}`,
          countValues,
        ),
  ]);
  return { rows, total: counted?.total ?? 0, capped };
}
