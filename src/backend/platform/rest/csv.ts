import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { toCsv, type CsvCell } from '#contract/csv';

/**
 * Answers with a CSV file (RFC 4180), written while the rows are read: the list is never in memory as a whole.
 *
 * @param name the name of the file without its extension
 * @param pages the rows, some at a time
 */
export async function sendCsv(
  reply: FastifyReply,
  { name, columns, pages }: { name: string; columns: string[]; pages: AsyncIterable<CsvCell[][]> },
): Promise<FastifyReply> {
  const rest = pages[Symbol.asyncIterator]();
  // An error before the first row is answered as a problem; after it the answer can only be cut off.
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
  first: IteratorResult<CsvCell[][], unknown>,
  rest: AsyncIterator<CsvCell[][], unknown>,
): AsyncGenerator<string> {
  yield toCsv([columns]);
  for (let page = first; !page.done; page = await rest.next()) {
    if (page.value.length > 0) yield toCsv(page.value);
  }
}
