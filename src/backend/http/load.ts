import type { FastifyInstance, FastifyRequest } from 'fastify';
import { login, refresh } from '#contract/session';
import { eventsPath } from '#contract/live';
import { Problem } from './problem.ts';

/**
 * Requests under way at once beyond which a node says "not now". Whoever came last would wait so long that the answer
 * helped nobody, and ask again meanwhile. Up to 256 are promised a turn.
 */
const mostAtOnce = 512;
/** Room that only signing in gets, so that a flood keeps nobody out. */
const keptForSignIn = 128;
const retryAfterSeconds = 2;

const signIns: ReadonlySet<string | undefined> = new Set([login.path, refresh.path, '/Account/Login']);

/** Sheds what a node cannot bear, before anything is done for it. */
export function limitLoad(app: FastifyInstance): void {
  let underWay = 0;
  app.addHook('onRequest', async (request, reply) => {
    if (!counts(request)) return;
    const most = signIns.has(request.routeOptions.url) ? mostAtOnce + keptForSignIn : mostAtOnce;
    if (underWay >= most) {
      throw new Problem('unavailable', 'The service is very busy. Try again in a moment.', {
        retryAfter: retryAfterSeconds,
      });
    }
    underWay += 1;
    reply.raw.once('close', () => (underWay -= 1));
  });
}

/** A stream of events is under way for hours and costs little; a probe must be answered however busy the node is. */
function counts({ routeOptions }: FastifyRequest): boolean {
  return routeOptions.url !== eventsPath && routeOptions.config.rateLimit !== false;
}
