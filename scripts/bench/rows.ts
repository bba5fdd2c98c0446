import { readdirSync } from 'node:fs';
import type { Row } from './row.ts';

/** The order of the table; a row that is not named here comes last. */
const order = [
  'cold-start',
  'memory',
  'invite',
  'invite-at-scale',
  'lists',
  'wide-search',
  'bulk',
  'mails',
  'acceptance',
  'listeners',
  'scroll',
  'invite-page',
  'code-size',
  'two-nodes',
  'cost',
];

const folder = new URL('rows/', import.meta.url);

/** The names of all rows: a file in `rows/` is one. */
export function rowNames(): string[] {
  const names = readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -'.ts'.length));
  return names.toSorted((a, b) => place(a) - place(b) || a.localeCompare(b));
}

function place(name: string): number {
  return order.includes(name) ? order.indexOf(name) : order.length;
}

/** Loads one row, and with it what only that row needs. */
export async function loadRow(name: string): Promise<Row> {
  const { row } = (await import(new URL(`${name}.ts`, folder).href)) as { row: Row };
  return row;
}
