import {
  chooseBareColumns,
  chooseColumns,
  describeColumns,
  hasAddress,
  type ChosenColumns,
  type Column,
} from './columns.ts';
import { readRecords, type DelimitedRecord, type DelimitedRecords } from './delimited-records.ts';
import { headingKind, isHeadingLine } from './headings.ts';
import type { ImportedRow } from './imported-row.ts';
import { readLines } from './read-line.ts';
import { rowsOf } from './table-rows.ts';

/** A table that was read, and what was taken for what. */
export interface ReadTable {
  columns: readonly Column[];
  chosen: ChosenColumns;
  /** The lines that are headings or say how the table is written, from 1. */
  headingLines: readonly number[];
  /** The lines where the quoting breaks. */
  brokenLines: readonly number[];
  /** The last line that is not empty. */
  lastLine: number;
  rows: ImportedRow[];
}

const delimiters = ['\t', ';', ',', '|'];
/** The headings are looked for in this many records. */
const mostBeforeHeadings = 20;
/** So many records are looked at before the whole text is read. */
const sampleSize = 50;

/** How a table with headings is written. */
interface Dialect {
  delimiter: string;
  /** The record of the headings, from 0. */
  headingsAt: number;
}

/**
 * Reads a table.
 *
 * @param text clean, see `cleanText`
 * @param choice the columns that the user chose
 * @returns undefined when the text is no table
 */
export function readTable(text: string, choice: Partial<ChosenColumns>): ReadTable | undefined {
  const { separator, rest } = separatorLine(text);
  const candidates = separator === undefined ? delimiters : [separator];
  const dialect = findHeadings(rest, candidates);
  const table = dialect
    ? withHeadings(rest, dialect, choice)
    : withoutHeadings(rest, candidates, { choice, isDeclared: separator !== undefined });
  if (!table || separator === undefined) return table;
  return {
    ...table,
    rows: table.rows.map((row) => ({ ...row, line: next(row.line) })),
    headingLines: [1, ...table.headingLines.map(next)],
    brokenLines: table.brokenLines.map(next),
    lastLine: next(table.lastLine),
  };
}

/** The line after the one that says how the table is written. */
function next(line: number): number {
  return line + 1;
}

/** Excel’s first line `sep=;`, which says what separates the cells. */
export function separatorLine(text: string): { separator: string | undefined; rest: string } {
  const found = /^"?sep=(.)"?(?:\n|$)/iu.exec(text);
  return { separator: found?.[1], rest: found ? text.slice(found[0].length) : text };
}

/** The delimiter with which the most cells of a line are headings. */
function findHeadings(text: string, candidates: readonly string[]): Dialect | undefined {
  const found = candidates.flatMap((delimiter) => {
    const { records } = readRecords(text, { delimiter, limit: mostBeforeHeadings });
    const firstPerson = records.findIndex(({ cells }) => cells.some(hasAddress));
    const before = firstPerson === -1 ? records : records.slice(0, firstPerson);
    const headingsAt = before.findIndex(({ cells }) => isHeadingLine(cells));
    if (headingsAt === -1) return [];
    const { cells = [] } = records[headingsAt] ?? {};
    const others = candidates.filter((one) => one !== delimiter);
    const known = cells.filter(
      (cell) => headingKind(cell).kind !== 'unknown' && !others.some((other) => cell.includes(other)),
    ).length;
    return [{ delimiter, headingsAt, known }];
  });
  return found.toSorted((one, other) => other.known - one.known)[0];
}

function withHeadings(
  text: string,
  { delimiter, headingsAt }: Dialect,
  choice: Partial<ChosenColumns>,
): ReadTable | undefined {
  const found = readRecords(text, { delimiter, limit: headingsAt + 1 }).records[headingsAt];
  if (!found) return undefined;
  const headings = found.cells.map((cell) => cell.trim());
  const read = readRecords(text, { delimiter, expected: headings.length });
  // Lists that were put together have the same headings again.
  const isHeadings = ({ cells }: DelimitedRecord) =>
    cells.length === headings.length && cells.every((cell, index) => cell.trim() === headings[index]);
  const records = read.records.filter((record) => !isHeadings(record));
  const headingLines = read.records
    .filter(isHeadings)
    .flatMap(({ line, lines }) => Array.from({ length: lines }, (_, index) => line + index));
  const columns = describeColumns(
    headings,
    headings.map(headingKind),
    records.map(({ cells }) => cells),
  );
  const chosen = { ...chooseColumns(columns), ...choice };
  const table = { columns, chosen, headingLines, lastLine: lastLine(read) };
  // With one column a line is a cell, whatever separates the addresses in it.
  if (headings.filter((heading) => heading !== '').length === 1) {
    const rows = readLines(text).filter(({ line }) => !headingLines.includes(line));
    return { ...table, brokenLines: [], rows };
  }
  return { ...table, brokenLines: read.brokenLines, rows: rowsOf({ records, columns, chosen }) };
}

/** Lines of equally many cells, some of which have addresses while others never do. */
function withoutHeadings(
  text: string,
  candidates: readonly string[],
  { choice, isDeclared }: { choice: Partial<ChosenColumns>; isDeclared: boolean },
): ReadTable | undefined {
  for (const delimiter of candidates) {
    // `Doe, Jane <jane@x.test>` has two cells and is no table.
    const fewest = delimiter === '\t' || isDeclared ? 2 : 3;
    if (!isEven(readRecords(text, { delimiter, limit: sampleSize }), fewest)) continue;
    const read = readRecords(text, { delimiter });
    if (!isEven(read, fewest)) continue;
    const records = read.records.filter(isFilled);
    const width = records[0]?.cells.length ?? 0;
    const columns = describeColumns(
      undefined,
      Array.from({ length: width }, () => ({ kind: 'unknown' }) as const),
      records.map(({ cells }) => cells),
    );
    const own = chooseBareColumns(columns);
    if (!own) continue;
    const chosen = { ...own, ...choice };
    const rows = rowsOf({ records, columns, chosen });
    return { columns, chosen, headingLines: [], brokenLines: [], lastLine: lastLine(read), rows };
  }
  return undefined;
}

/** Whether the records are several, all of the same number of cells, and quoted as they should be. */
function isEven({ records, brokenLines }: DelimitedRecords, fewest: number): boolean {
  const filled = records.filter(isFilled);
  const width = filled[0]?.cells.length ?? 0;
  return (
    filled.length > 1 &&
    width >= fewest &&
    brokenLines.length === 0 &&
    filled.every(({ cells }) => cells.length === width)
  );
}

function isFilled({ cells }: DelimitedRecord): boolean {
  return cells.some((cell) => cell.trim() !== '');
}

function lastLine({ records }: DelimitedRecords): number {
  const last = records.findLast(isFilled);
  return last === undefined ? 0 : last.line + last.lines - 1;
}

/** The columns that have addresses and are not the email column. */
export function unusedColumns({ columns, chosen }: ReadTable): number[] {
  return columns.flatMap(({ addresses }, index) => (addresses > 0 && index !== chosen.email ? [index] : []));
}
