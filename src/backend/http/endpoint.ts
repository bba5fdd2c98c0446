import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Endpoint } from '#contract/endpoint';
import { problemBody, problems, type ProblemCode } from '#contract/problem';
import type { Database, Executor, Transaction } from '../database/database.ts';
import { requireScope, type Caller, type Identity } from './caller.ts';
import { idempotently } from './idempotency.ts';
import { Problem } from './problem.ts';
import { inLimit } from './turns.ts';

type Parsed<Schema> = Schema extends z.ZodObject ? z.output<Schema> : undefined;

/** What a handler is given: each part parsed by the endpoint's own schema. */
export interface EndpointRequest<E extends Endpoint> {
  params: Parsed<E['params']>;
  query: Parsed<E['query']>;
  body: Parsed<E['body']>;
  request: FastifyRequest;
}

/** The same, for an endpoint that asks who calls. */
export interface CallerRequest<E extends Endpoint> extends EndpointRequest<E> {
  caller: Caller;
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Finds out who calls; throws `unauthenticated`. Decorated by the session module. */
    authenticate: (request: FastifyRequest) => Promise<Caller>;
    /** Reads the credential and asks nothing of the database yet; throws `unauthenticated`. */
    identify: (request: FastifyRequest) => Promise<Identity>;
  }
  interface FastifyRequest {
    caller: Caller | null;
    identity: Identity | null;
  }
}

/** So many acts in one organization hold a connection at once; fewer than the pool has. */
const actsAtOnce = 8;

/** Refusals that any call can meet. */
const everywhere: ProblemCode[] = ['validation_failed', 'rate_limited', 'internal', 'unavailable'];

/** Registers the route of an endpoint that anybody may call. */
export function publicRoute<E extends Endpoint>(
  app: FastifyInstance,
  endpoint: E,
  handler: (input: EndpointRequest<E>) => Promise<z.output<E['answer']>>,
): void {
  addRoute(app, endpoint, (request) => handler(inputOf(endpoint, request)));
}

/** Registers the route of an endpoint for signed-in callers. */
export function route<E extends Endpoint>(
  app: FastifyInstance,
  endpoint: E,
  handler: (input: CallerRequest<E>) => Promise<z.output<E['answer']>>,
): void {
  addRoute(app, endpoint, (request) => handler({ ...inputOf(endpoint, request), caller: callerOf(request) }));
}

/**
 * Registers the route of an endpoint that reads a list. Who calls, whether they may and what they ask for is asked together, as
 * a rule in one round trip: the handler sends all questions before it waits for any answer, and gives none out before the caller is
 * known.
 */
export function listRoute<E extends Endpoint>(
  app: FastifyInstance,
  database: Database,
  endpoint: E,
  handler: (
    input: EndpointRequest<E>,
    identity: Identity,
    executor: Executor,
  ) => Promise<z.output<E['answer']>>,
): void {
  addRoute(
    app,
    endpoint,
    (request) =>
      database.onOneConnection((executor) => {
        if (!request.identity) throw new Error(`${endpoint.name} ran for nobody`);
        return handler(inputOf(endpoint, request), request.identity, executor);
      }),
    async (request) => {
      request.identity = await app.identify(request);
      requireScope(request.identity, endpoint.method);
    },
  );
}

/**
 * Registers the route of an endpoint that creates or sends: its work is one transaction, in which the
 * first answer to an `Idempotency-Key` is kept as well.
 *
 * @param withoutKey answers a request that has no such key, in whatever transaction it likes
 */
export function idempotentRoute<E extends Endpoint>(
  app: FastifyInstance,
  database: Database,
  endpoint: E,
  handler: (input: CallerRequest<E>, tx: Transaction) => Promise<z.output<E['answer']>>,
  withoutKey?: (input: CallerRequest<E>) => Promise<z.output<E['answer']>>,
): void {
  addRoute(app, endpoint, (request, setStatus) => {
    const input = { ...inputOf(endpoint, request), caller: callerOf(request) };
    if (withoutKey && request.headers['idempotency-key'] === undefined) return withoutKey(input);
    const call = { database, request, caller: input.caller, status: endpoint.status, setStatus };
    const { organizationId } = request.params as { organizationId?: string };
    return inLimit(organizationId ?? input.caller.userId, actsAtOnce, () =>
      idempotently(call, (tx) => handler(input, tx)),
    );
  });
}

function inputOf<E extends Endpoint>(_endpoint: E, request: FastifyRequest): EndpointRequest<E> {
  // Fastify has replaced each part by what the endpoint's schema made of it.
  return {
    params: request.params as Parsed<E['params']>,
    query: request.query as Parsed<E['query']>,
    body: request.body as Parsed<E['body']>,
    request,
  };
}

function callerOf(request: FastifyRequest): Caller {
  if (!request.caller) throw new Error(`${request.routeOptions.url ?? 'a route'} ran without a caller`);
  return request.caller;
}

function addRoute(
  app: FastifyInstance,
  endpoint: Endpoint,
  answer: (request: FastifyRequest, setStatus: (status: number) => void) => Promise<unknown>,
  admit = async (request: FastifyRequest): Promise<void> => {
    request.caller = await app.authenticate(request);
    if (endpoint.access === 'person') requirePerson(request.caller);
    else requireScope(request.caller, endpoint.method);
  },
): void {
  const refusals = [...endpoint.problems, ...everywhere];
  const { access } = endpoint;
  if (access !== 'none') refusals.push('unauthenticated');
  if (endpoint.idempotent) refusals.push('idempotency_key_in_use', 'idempotency_key_reused');
  app.route({
    method: endpoint.method,
    url: endpoint.path,
    config: { idempotent: endpoint.idempotent ?? false },
    schema: {
      operationId: endpoint.name,
      summary: endpoint.summary,
      description: `Refusals: ${refusals.map((code) => `\`${code}\``).join(', ')}.`,
      tags: [endpoint.name.split('.')[0] ?? ''],
      security:
        access === 'none' ? [] : access === 'person' ? [{ bearer: [] }] : [{ bearer: [] }, { apiKey: [] }],
      ...(endpoint.params ? { params: endpoint.params } : {}),
      ...(endpoint.query ? { querystring: endpoint.query } : {}),
      ...(endpoint.body ? { body: endpoint.body } : {}),
      response: {
        [endpoint.status]: endpoint.answer,
        ...Object.fromEntries(refusals.map((code) => [problems[code].status, problemBody])),
      },
    },
    ...(access === 'none' ? {} : { preValidation: admit }),
    handler: async (request, reply) => {
      void reply.code(endpoint.status);
      const value = await answer(request, (status) => void reply.code(status));
      return value === undefined ? reply.send() : value;
    },
  });
}

/** What guards an account is not for a key that lies in a script. */
function requirePerson(caller: Caller): void {
  if (caller.scopes !== null) {
    throw new Problem('forbidden', 'An API key cannot do this. Sign in with e-mail and password.');
  }
}
