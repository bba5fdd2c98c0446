import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { problemOf } from './error-handler.ts';
import { sendPage } from './page.ts';
import { foreignFormPage, pageOfProblem } from './problem-page.ts';
import type { Problem } from './problem.ts';
import { isSameOrigin } from './same-origin.ts';

const maxFormBytes = 64 * 1024;

/**
 * Makes a scope of the app ready for pages: it takes forms and nothing else, refuses those of other sites, and
 * answers every refusal with a page. Routes that are registered in it are no part of the API's documents.
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

/** Whether a person sits before the answer: they get a page where a program gets a problem in its wire form. */
export function wantsPage(request: FastifyRequest): boolean {
  return /\btext\/html\b/i.test(request.headers.accept ?? '') && !request.url.startsWith('/api/');
}

/** Answers with the page for a refusal. */
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
