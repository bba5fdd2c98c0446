import type { Cursor, SortKind } from './page.ts';

/** The sort order of a list. */
export interface ListOrder<Row> {
  /** Its name in the API. */
  name: string;
  /** An expression that an index contains, after the organization and before the id. */
  key: string;
  kind: Extract<SortKind, 'text' | 'time'>;
  descending: boolean;
  /** A row's key, as a cursor contains it. */
  keyOf: (row: Row) => string;
}

/** The statement of a list. All text here is constant; input goes into `values`. */
export interface ListStatement<Row> {
  /** The `select … from …` part. */
  select: string;
  /** The table of the rows; its search index is named after it. */
  table: string;
  /** The alias of the table in `select`. */
  alias: string;
  /**
   * The rows of the table in parts, each in the order of the list, for which no index has all of them: what a page is read
   * from. Undefined where one has.
   */
  inParts?: string | undefined;
  /** An expression with what the rows are searched by. */
  text: string;
  /** Columns that begin with one of the row's words and that an index sorts within the organization, whatever the `where`. */
  begins?: readonly string[] | undefined;
  /** Conditions besides the organization's, with `$` for each of their values. */
  where: { text: string; value?: unknown }[];
  organizationId: string;
  order: ListOrder<Row>;
  /** The total as an expression over the row `t` of the tallies; undefined when it has to be counted. */
  tallied: string | undefined;
  query: { search?: string | undefined; cursor?: string | undefined; limit: number };
}

/** The result of a list's statements. */
export interface Found<Row> {
  rows: Row[];
  /** The number of all rows; of a search at most one more than the cap. */
  total: number;
}

/** The conditions of a list in SQL with their values, to which further ones can be added. */
export function conditionsOf<Row>({ where, alias, organizationId }: ListStatement<Row>) {
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

/** The `select` of a list with one more column. */
export function selectWith<Row>({ select }: ListStatement<Row>, more: string): string {
  return select.replace('select ', () => `select ${more}, `);
}

/** The list's `select` for reading in its order. */
export function selectInOrder<Row>(list: ListStatement<Row>): string {
  const { select, table, alias } = list;
  return select.replace(`from ${table} ${alias}`, () => `from ${sourceOf(list)} ${alias}`);
}

/** What a list is read from in its order. */
export function sourceOf<Row>({ table, inParts }: ListStatement<Row>): string {
  return inParts === undefined ? table : `(${inParts})`;
}

/** The `select` of a list, with one more column, from some of its rows. @param rows a subquery or its name */
export function selectFrom<Row>(list: ListStatement<Row>, rows: string, more: string): string {
  const { table, alias } = list;
  return selectWith(list, more).replace(`from ${table} ${alias}`, () => `from ${rows} ${alias}`);
}

export function orderBy<Row>(list: ListStatement<Row>): string {
  const direction = directionOf(list);
  return `order by ${list.order.key} ${direction}, ${list.alias}.id ${direction}`;
}

export function directionOf<Row>({ order }: ListStatement<Row>): 'asc' | 'desc' {
  return order.descending ? 'desc' : 'asc';
}

/** The condition for rows after the cursor; empty without a cursor. */
export function after<Row>(
  { alias, order: { key, kind, descending } }: ListStatement<Row>,
  cursor: Cursor | undefined,
  value: (one: unknown) => string,
): string {
  if (cursor === undefined) return '';
  const last = `${value(cursor.key)}::${kind === 'time' ? 'timestamptz' : 'text'}, ${value(cursor.id)}::uuid`;
  return ` and (${key}, ${alias}.id) ${descending ? '<' : '>'} (${last})`;
}
