export type CsvCell = string | number | null;

/**
 * What a CSV file for a person begins with: Excel reads one without it in the encoding of the computer, and garbles “Müller”.
 * Programs that read the API get none.
 */
export const byteOrderMark = '\ufeff';

/** Where a spreadsheet would see a formula: at the beginning, and after whatever it may take for the end of a cell. */
const formula = /(^|[,;\t|\r\n])([ "]*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])/gu;
/** What some spreadsheet takes for the end of a cell, and spaces at the ends, which some leave out. */
const toQuote = /[",;\t|\r\n]|^\s|\s$/u;

/**
 * Rows as the lines of a CSV file (RFC 4180). The one writer of such lines: a cell with anything that a spreadsheet separates
 * cells by is quoted, and no cell, nor a part of one, is taken for a formula.
 */
export function toCsv(rows: readonly (readonly CsvCell[])[]): string {
  return rows.map((cells) => `${cells.map(toCell).join(',')}\r\n`).join('');
}

function toCell(value: CsvCell): string {
  if (typeof value === 'number') return String(value);
  const text = withoutFormulas(value ?? '');
  return toQuote.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function withoutFormulas(text: string): string {
  const defused = text.replace(formula, "$1$2'");
  return /^[\t\r\n]/u.test(defused) ? `'${defused}` : defused;
}
