import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { signIn, refreshSession } from '#contract/session/api';
import { createShares, type Shares } from '../concurrency/shares.ts';
import { Problem } from '../errors/problem.ts';

/**
 * How many requests a node serves at the same time; it rejects further ones. The last of them would wait so long that its
 * client gives up and asks again. 256 parallel requests are promised an answer, so that shares count from then on only.
 */
const requests = { most: 512, scarceFrom: 256, share: 128 };
/** Room for signing in only, so that a flood of other requests locks nobody out. */
const keptForSignIn = 128;
/** Requests whose body is awaited: they have no other cost than what has come of it. */
const arrivals = { most: 2_048, scarceFrom: 512, share: 64 };
/** Event streams: a few hundred people with a few devices each are served without a thought. */
const streams = { scarceFrom: 1_000, share: 200 };
const retryAfterSeconds = 2;
const retryStreamAfterSeconds = 30;

const signIns: ReadonlySet<string | undefined> = new Set([
  signIn.path,
  refreshSession.path,
  '/Account/Login',
]);

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The answer is a stream that is open for hours and costs little: it takes a share of the streams, and no slot. */
    isEventStream?: boolean;
  }
}

export interface OverloadSettings {
  /** Whose share an address counts against; undefined for one behind which are many. */
  holderOf: (address: string | undefined) => string | undefined;
  /** The key under which a request is counted: an account, or else an address. */
  countedAs: (request: FastifyRequest) => Promise<string>;
}

/**
 * Rejects requests that a node cannot serve, before any work is done for them. It applies to every route: a request takes a
 * slot once all of it has arrived, and gives it back with its answer, so that neither a body that never comes nor an answer
 * that nobody reads keeps one. Under pressure each address and account has a share.
 *
 * @returns whether a request would be rejected now
 */
export function registerOverloadProtection(
  app: FastifyInstance,
  { holderOf, countedAs }: OverloadSettings,
): { isFull: () => boolean } {
  const slots = createShares(requests);
  const arriving = createShares(arrivals);
  const streaming = createShares(streams);
  /** What a request has taken, until it gives it back. */
  const taken = new WeakMap<FastifyRequest, () => void>();

  function take(shares: Shares, holder: string | undefined, request: FastifyRequest, reply: FastifyReply) {
    const giveBack = shares.take(holder);
    taken.set(request, giveBack);
    reply.raw.once('close', giveBack);
  }

  function requireSlot(request: FastifyRequest): void {
    const reserve = signIns.has(request.routeOptions.url) ? keptForSignIn : 0;
    if (!slots.allows(holderOf(request.ip), reserve)) throw busy();
  }

  app.addHook('onRequest', async (request, reply) => {
    if (isProbe(request)) return;
    if (isEventStream(request)) {
      const key = await countedAs(request);
      const holder = key.startsWith('address ') ? holderOf(request.ip) : key;
      if (!streaming.allows(holder)) throw tooManyStreams();
      take(streaming, holder, request, reply);
      return;
    }
    requireSlot(request);
    if (!hasBody(request)) return;
    const holder = holderOf(request.ip);
    if (!arriving.allows(holder)) throw busy();
    take(arriving, holder, request, reply);
  });

  // The body has arrived: it is the first hook behind its parser.
  app.addHook('preValidation', async (request, reply) => {
    if (isProbe(request) || isEventStream(request)) return;
    taken.get(request)?.();
    requireSlot(request);
    take(slots, holderOf(request.ip), request, reply);
  });

  // The answer is made. One that is still being read from the database keeps its slot until it ends.
  app.addHook('onSend', async (request, _reply, payload) => {
    if (!isStream(payload) && !isEventStream(request)) taken.get(request)?.();
    return payload;
  });

  return { isFull: () => !slots.allows(undefined) };
}

/** A health probe is answered however busy the node is. */
function isProbe({ routeOptions }: FastifyRequest): boolean {
  return routeOptions.config.rateLimit === false;
}

function isEventStream({ routeOptions }: FastifyRequest): boolean {
  return routeOptions.config.isEventStream === true;
}

function hasBody({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function isStream(payload: unknown): boolean {
  return typeof payload === 'object' && payload !== null && 'pipe' in payload;
}

function busy(): Problem {
  return new Problem('unavailable', 'The service is very busy. Try again in a moment.', {
    retryAfter: retryAfterSeconds,
  });
}

function tooManyStreams(): Problem {
  return new Problem(
    'rate_limited',
    'Too many live connections are open for this account. Close some of them, then try again.',
    { retryAfter: retryStreamAfterSeconds },
  );
}
