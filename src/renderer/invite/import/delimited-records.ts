// The default import: Node finds no named exports in this package.
import Papa from 'papaparse';

/** A record of a table, which takes up one line or, with line ends in quotes, several. */
export interface DelimitedRecord {
  cells: string[];
  /** From 1. */
  line: number;
  lines: number;
  /** Its quotes make no sense, so that they were read as letters. */
  isBroken: boolean;
}

export interface DelimitedRecords {
  records: DelimitedRecord[];
  /** The lines where the quoting breaks. */
  brokenLines: number[];
}

interface Options {
  delimiter: string;
  /** How many cells the other records have; undefined: not known. */
  expected?: number | undefined;
  /** Reads no more records than this. */
  limit?: number;
}

/** After so many broken lines, no quote of the rest is taken for one. */
const mostBreaks = 20;
/** No text contains it: control characters have been removed. */
const noQuote = '\u0000';

/**
 * Splits a table into records (RFC 4180). A quote that is never closed swallows all lines up to the next one; where that
 * happens, the line is read without its quotes, and the next line is a record again.
 *
 * @param text clean, see `cleanText`
 */
export function readRecords(text: string, options: Options): DelimitedRecords {
  const { delimiter, limit = Infinity } = options;
  const records: DelimitedRecord[] = [];
  const brokenLines: number[] = [];
  let start = 0;
  let line = 1;
  while (start < text.length && records.length < limit) {
    const part = readUntilBroken(text, { ...options, limit }, { start, line, records, brokenLines });
    if (!part.isBroken) break;
    const end = text.indexOf('\n', part.end);
    const raw = text.slice(part.end, end === -1 ? text.length : end);
    brokenLines.push(part.line);
    records.push({ cells: splitLiterally(raw, delimiter), line: part.line, lines: 1, isBroken: true });
    start = end === -1 ? text.length : end + 1;
    line = part.line + 1;
  }
  return { records, brokenLines };
}

interface Progress {
  start: number;
  line: number;
  records: DelimitedRecord[];
  brokenLines: readonly number[];
}

/** Adds records until one is broken. @returns where it begins, or where the text ends */
function readUntilBroken(
  text: string,
  options: Options & { limit: number },
  progress: Progress,
): { isBroken: boolean; end: number; line: number } {
  const { delimiter, expected, limit } = options;
  const { start, records, brokenLines } = progress;
  let { line } = progress;
  let end = start;
  let isBroken = false;
  Papa.parse<string[]>(start === 0 ? text : text.slice(start), {
    delimiter,
    newline: '\n',
    ...(brokenLines.length >= mostBreaks && { quoteChar: noQuote }),
    step({ data: cells, errors, meta }, parser) {
      const next = start + meta.cursor;
      const raw = text.slice(end, next);
      const lines = countLines(raw);
      isBroken = isBrokenRecord({ cells, lines, hasErrors: errors.length > 0, delimiter, expected });
      if (isBroken || records.length >= limit) {
        parser.abort();
        return;
      }
      records.push({ cells, line, lines, isBroken: false });
      line += lines;
      end = next;
    },
  });
  return { isBroken, end, line };
}

interface Candidate {
  cells: readonly string[];
  lines: number;
  hasErrors: boolean;
  delimiter: string;
  expected: number | undefined;
}

function isBrokenRecord({ cells, lines, hasErrors, delimiter, expected }: Candidate): boolean {
  const fits = expected === undefined || cells.length === expected;
  // `"Bob "the man" Roe",…`: wrong, but it ends where it should.
  if (hasErrors) return lines > 1 || !fits;
  // A pair of quotes on different lines: what it encloses looks like other people's lines.
  return lines > 1 && !fits && cells.some((cell) => hasLinesOfPeople(cell, delimiter));
}

function hasLinesOfPeople(cell: string, delimiter: string): boolean {
  return cell
    .split('\n')
    .slice(1)
    .some((line) => line.includes('@') && line.includes(delimiter));
}

function countLines(raw: string): number {
  let count = raw.endsWith('\n') ? 0 : 1;
  for (let index = raw.indexOf('\n'); index !== -1; index = raw.indexOf('\n', index + 1)) count += 1;
  return count;
}

/** The cells of a line in which a quote is a letter, apart from one that has lost its partner. */
function splitLiterally(line: string, delimiter: string): string[] {
  return line.split(delimiter).map((cell) => cell.replace(/^\s*"|"\s*$/gu, '').replaceAll('""', '"'));
}
