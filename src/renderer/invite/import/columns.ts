import type { HeadingKind } from './headings.ts';
import { roleNamed } from './role-names.ts';

/** What the cells of a column have, without its heading. */
export interface Column {
  /** Its heading; undefined where no column has one. */
  heading: string | undefined;
  kind: HeadingKind;
  /** How many of its cells are not empty, and how many of these have an address, or are the name of a role. */
  filled: number;
  addresses: number;
  roles: number;
}

/** The columns that rows are read from, counted from 0; undefined: none. */
export interface ChosenColumns {
  email: number | undefined;
  role: number | undefined;
}

/** Describes the columns of a table. @param rows the cells of each record below the headings */
export function describeColumns(
  headings: readonly string[] | undefined,
  kinds: readonly HeadingKind[],
  rows: readonly (readonly string[])[],
): Column[] {
  const columns = kinds.map((kind, index): Column => ({
    heading: headings?.[index],
    kind,
    filled: 0,
    addresses: 0,
    roles: 0,
  }));
  for (const cells of rows) {
    for (const [index, cell] of cells.entries()) {
      const column = columns[index];
      if (!column || cell.trim() === '') continue;
      column.filled += 1;
      if (hasAddress(cell)) column.addresses += 1;
      else if (roleNamed(cell) !== undefined) column.roles += 1;
    }
  }
  return columns;
}

/** Whether a cell has an address, or what was meant as one. */
export function hasAddress(cell: string): boolean {
  return /[@＠]/u.test(cell);
}

/**
 * Chooses the columns that have headings. The email column is one that has addresses; of several the one with the best
 * heading. One that belongs to somebody else, or to another mailbox, is never chosen.
 */
export function chooseColumns(columns: readonly Column[]): ChosenColumns {
  return { email: chooseEmail(columns), role: indexOf(columns, ({ kind }) => kind.kind === 'role') };
}

/** A column with a tenth of the addresses of another one is a column for exceptions. */
const fewestInTen = 1;

function chooseEmail(columns: readonly Column[]): number | undefined {
  const ranked = columns.flatMap(({ kind, addresses }, index) =>
    kind.kind === 'email' ? [{ rank: kind.rank, addresses, index }] : [],
  );
  const most = Math.max(0, ...ranked.map(({ addresses }) => addresses));
  const holding = ranked.filter(({ addresses }) => addresses > 0 && addresses * 10 > most * fewestInTen);
  const [best] = holding.toSorted((one, other) => one.rank - other.rank || one.index - other.index);
  if (best) return best.index;
  // `Kontakt`: a heading that says nothing, above the only column that has addresses.
  const others = columns.flatMap(({ kind, addresses }, index) =>
    ['unknown', 'name', 'first-name', 'last-name'].includes(kind.kind) && addresses > 0 ? [index] : [],
  );
  if (others.length === 1) return others[0];
  const empty = ranked.filter(({ rank }) => rank <= 2).toSorted((one, other) => one.rank - other.rank);
  return empty[0]?.index;
}

/**
 * Chooses the columns of a table without headings: the first column of addresses, and one in which nothing but roles is.
 *
 * @returns undefined when it is no table: every column has addresses, or one has addresses among other things
 */
export function chooseBareColumns(columns: readonly Column[]): ChosenColumns | undefined {
  const isPure = columns.every(({ filled, addresses }) => addresses === 0 || addresses === filled);
  const email = indexOf(columns, ({ addresses }) => addresses > 0);
  const hasNames = columns.some(({ filled, addresses }) => filled > 0 && addresses === 0);
  if (!isPure || email === undefined || !hasNames) return undefined;
  return { email, role: indexOf(columns, ({ filled, roles }) => filled > 0 && roles === filled) };
}

function indexOf(columns: readonly Column[], matches: (column: Column) => boolean): number | undefined {
  const index = columns.findIndex(matches);
  return index === -1 ? undefined : index;
}
