import type { Cursor, SortKind } from './page.ts';

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
  /** The table whose rows they are, with a search index of its name. */
  table: string;
  /** What the table is called in `select`. */
  alias: string;
  /** Conditions beside the organization's, with `$` for each of their values. */
  where: { text: string; value?: unknown }[];
  organizationId: string;
  order: ListOrder<Row>;
  /** The total as made of the tallies' row `t`; undefined: it has to be counted. */
  tallied: string | undefined;
  query: { search?: string | undefined; cursor?: string | undefined; limit: number };
}

/** What a list's statements find. */
export interface Found<Row> {
  rows: Row[];
  /** How many there are in all; of a search no more than one past the cap. */
  total: number;
}

/** The conditions of a list in SQL, and their values, to which others can be added. */
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

/** What the list selects, and one thing more. */
export function selectWith<Row>({ select }: ListStatement<Row>, more: string): string {
  return select.replace('select ', () => `select ${more}, `);
}

export function orderBy<Row>(list: ListStatement<Row>): string {
  const direction = directionOf(list);
  return `order by ${list.order.key} ${direction}, ${list.alias}.id ${direction}`;
}

export function directionOf<Row>({ order }: ListStatement<Row>): 'asc' | 'desc' {
  return order.descending ? 'desc' : 'asc';
}

/** The condition for what stands behind the cursor; nothing without one. */
export function after<Row>(
  { alias, order: { key, kind, descending } }: ListStatement<Row>,
  cursor: Cursor | undefined,
  value: (one: unknown) => string,
): string {
  if (cursor === undefined) return '';
  const last = `${value(cursor.key)}::${kind === 'time' ? 'timestamptz' : 'text'}, ${value(cursor.id)}::uuid`;
  return ` and (${key}, ${alias}.id) ${descending ? '<' : '>'} (${last})`;
}
