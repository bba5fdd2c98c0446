import { cleanText } from './clean-text.ts';
import type { ChosenColumns } from './columns.ts';
import type { ImportedRow } from './imported-row.ts';
import { readLines } from './read-line.ts';
import { readTable, separatorLine, unusedColumns, type ReadTable } from './read-table.ts';

/** What a text was read as. */
export interface ImportReading {
  /** At least one for each line that has a letter or digit and is not one of headings. */
  rows: ImportedRow[];
  /** undefined: it was read line by line. */
  table: ReadTable | undefined;
}

/**
 * Reads a list of people to invite: a table as programs write it, or addresses as people write and copy them, one or many on
 * a line, with or without names and roles. A line without an address becomes a row as well, so that nobody is lost.
 *
 * @param choice the columns of a table that the user chose
 */
export function readImport(text: string, choice: Partial<ChosenColumns> = {}): ImportReading {
  const clean = cleanText(text);
  const table = readTable(clean, choice);
  if (table) return { rows: table.rows, table };
  const { separator, rest } = separatorLine(clean);
  const rows = readLines(rest);
  return {
    rows: separator === undefined ? rows : rows.map((row) => ({ ...row, line: row.line + 1 })),
    table: undefined,
  };
}

/** Whether there is any address, or what may have been meant as one. */
export function hasAddresses({ rows, table }: ImportReading): boolean {
  return (
    rows.some(({ email }) => /[@＠]/u.test(email)) || (table !== undefined && unusedColumns(table).length > 0)
  );
}
