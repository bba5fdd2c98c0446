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
export function sendCsv(
  reply: FastifyReply,
  { name, columns, pages }: { name: string; columns: string[]; pages: AsyncIterable<Cell[][]> },
): FastifyReply {
  const fileName = `${name.replaceAll(/[^\p{L}\p{N} ._-]/gu, '').trim()}.csv`;
  return reply
    .type('text/csv; charset=utf-8; header=present')
    .header(
      'Content-Disposition',
      `attachment; filename="${fileName.replaceAll(/[^ -~]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(fileName)}`,
    )
    .send(Readable.from(lines(columns, pages)));
}

async function* lines(columns: string[], pages: AsyncIterable<Cell[][]>): AsyncGenerator<string> {
  yield toCsv([columns]);
  for await (const rows of pages) if (rows.length > 0) yield toCsv(rows);
}

/** Rows as lines. A cell that a spreadsheet would take for a formula is quoted against that. */
export function toCsv(rows: Cell[][]): string {
  return stringify(rows, { record_delimiter: '\r\n', escape_formulas: true });
}
