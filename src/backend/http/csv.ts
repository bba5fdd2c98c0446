import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify/sync';
import type { FastifyReply } from 'fastify';

type Cell = string | number | null;

/**
 * Answers with a CSV file (RFC 4180), written while it is read: no list is ever in memory as a whole.
 *
 * @param name what the file is called, without its ending
 * @param pages the rows, some at a time
 */
export async function sendCsv(
  reply: FastifyReply,
  { name, columns, pages }: { name: string; columns: string[]; pages: AsyncIterable<Cell[][]> },
): Promise<FastifyReply> {
  const rest = pages[Symbol.asyncIterator]();
  // What cannot be read at all is refused in words; after the first line there is no way but to break off.
  const first = await rest.next();
  const fileName = `${name.replaceAll(/[^\p{L}\p{N} ._-]/gu, '').trim()}.csv`;
  return reply
    .type('text/csv; charset=utf-8; header=present')
    .header(
      'Content-Disposition',
      `attachment; filename="${fileName.replaceAll(/[^ -~]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(fileName)}`,
    )
    .send(Readable.from(lines(columns, first, rest)));
}

async function* lines(
  columns: string[],
  first: IteratorResult<Cell[][], unknown>,
  rest: AsyncIterator<Cell[][], unknown>,
): AsyncGenerator<string> {
  yield toCsv([columns]);
  for (let page = first; !page.done; page = await rest.next()) {
    if (page.value.length > 0) yield toCsv(page.value);
  }
}

/** Rows as lines. A cell that a spreadsheet would take for a formula is quoted against that. */
export function toCsv(rows: Cell[][]): string {
  return stringify(rows, { record_delimiter: '\r\n', escape_formulas: true });
}
