import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Problem } from '../errors/problem.ts';
import { problemOf } from '../errors/to-problem.ts';
import { sendPage } from './page.ts';
import { foreignFormPage, pageOfProblem } from './problem-page.ts';
import { isSameOrigin } from './same-origin.ts';

const maxFormBytes = 64 * 1024;

/**
 * Prepares a scope of the app for pages: it accepts forms only, rejects those of other sites, and answers every problem
 * with a page. Its routes are not part of the API's documentation.
 */
export async function preparePages(
  scope: FastifyInstance,
  { publicUrl }: { publicUrl: () => string },
): Promise<void> {
  scope.removeAllContentTypeParsers();
  await scope.register(formbody, { bodyLimit: maxFormBytes });
  await scope.register(cookie);

  scope.addHook('onRoute', (route) => {
    route.schema = { ...route.schema, hide: true };
  });

  scope.addHook('onRequest', async (request, reply) => {
    const { protocol, origin } = new URL(publicUrl());
    if (protocol === 'https:')
      void reply.header('strict-transport-security', 'max-age=31536000; includeSubDomains');
    if (isSameOrigin(request, [origin])) return;
    request.log.warn('form of another site refused');
    await sendPage(reply, 403, foreignFormPage);
  });

  scope.setErrorHandler((error, request, reply) =>
    sendProblemPage(request, reply, problemOf(error, request)),
  );
}

/** Whether the client is a browser that opens a page: it gets problems as pages, other clients as JSON. */
export function wantsPage(request: FastifyRequest): boolean {
  return /\btext\/html\b/i.test(request.headers.accept ?? '') && !request.url.startsWith('/api/');
}

/** Answers with the page of a problem. */
export function sendProblemPage(
  request: FastifyRequest,
  reply: FastifyReply,
  problem: Problem,
): FastifyReply {
  if (problem.retryAfter !== undefined) {
    void reply.header('retry-after', Math.max(1, Math.ceil(problem.retryAfter)));
  }
  return sendPage(reply, problem.status, pageOfProblem(problem, request.id));
}
