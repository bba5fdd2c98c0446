import type { FastifyInstance } from 'fastify';

/** Longer bodies than this are cut off; up to it, their rest is read and dropped, in bytes. */
const longestReadAnyway = 16 * 1024 * 1024;

/**
 * Lets a client that is still sending a body learn why it was refused. Fastify closes the connection under such a client,
 * which then sees a broken connection (`EPIPE`) instead of the answer. Left open, Node reads the rest of the body and
 * drops it, within the time limits of every request.
 */
export function answerRefusedBodies(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply) => {
    // A body that does not say how long it is may be endless.
    const length = Number(request.headers['content-length'] ?? Infinity);
    if (reply.getHeader('connection') === 'close' && length <= longestReadAnyway)
      reply.removeHeader('connection');
  });
}
