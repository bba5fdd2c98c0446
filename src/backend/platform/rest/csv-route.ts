import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { id } from '#contract/endpoint';
import { requireScope, type Caller } from '../auth/caller.ts';
import { sendCsv } from './csv.ts';

/** The rows of one file. */
export interface CsvFile {
  name: string;
  columns: string[];
  pages: AsyncIterable<(string | number | null)[][]>;
}

/**
 * Registers a GET that answers with a CSV file of one organization.
 *
 * @param query the filters of the file
 * @param open authorizes the caller and opens the rows
 */
export function csvRoute<Query extends z.ZodObject>(
  app: FastifyInstance,
  { path, name, summary, query }: { path: string; name: string; summary: string; query: Query },
  open: (input: { organizationId: string; query: z.output<Query>; caller: Caller }) => Promise<CsvFile>,
): void {
  const params = z.object({ organizationId: id });
  app.route<{ Params: z.output<typeof params> }>({
    method: 'GET',
    url: path,
    exposeHeadRoute: false,
    schema: {
      operationId: name,
      summary,
      tags: [name.split('.')[0] ?? ''],
      security: [{ bearer: [] }, { apiKey: [] }],
      params,
      querystring: query,
    },
    preValidation: async (request) => {
      request.caller = await app.authenticate(request);
      requireScope(request.caller, request.method);
    },
    handler: async (request, reply) => {
      if (!request.caller) throw new Error('a CSV route ran without a caller');
      const { organizationId } = request.params;
      // Fastify has replaced the query by what its schema made of it.
      const input = { organizationId, query: request.query as z.output<Query>, caller: request.caller };
      return sendCsv(reply, await open(input));
    },
  });
}
