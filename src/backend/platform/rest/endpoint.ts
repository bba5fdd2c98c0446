import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Endpoint } from '#contract/endpoint';
import { problemBody, problems, type ProblemCode } from '#contract/problem';
import type { Database, Executor, Transaction } from '../../database/database.ts';
import { isUuid } from '../../database/uuid.ts';
import { requireScope, type Caller, type CallerRole, type Identity } from '../auth/caller.ts';
import { semaphorePerKey } from '../concurrency/semaphore.ts';
import { Problem } from '../errors/problem.ts';
import { idempotently } from './idempotency.ts';

type Parsed<Schema> = Schema extends z.ZodObject ? z.output<Schema> : undefined;

/** The input of a handler, each part parsed by the endpoint's schema. */
export interface EndpointRequest<E extends Endpoint> {
  params: Parsed<E['params']>;
  query: Parsed<E['query']>;
  body: Parsed<E['body']>;
  request: FastifyRequest;
}

/** The input of a handler for signed-in callers. */
export interface CallerRequest<E extends Endpoint> extends EndpointRequest<E> {
  caller: Caller;
}

/** A caller with their role in the organization of the path; undefined when there is no such organization. */
export interface MemberRequest<E extends Endpoint> extends CallerRequest<E> {
  callerRole: CallerRole | undefined;
}

/** What an answer has besides its body. */
interface AnswerHead {
  setStatus: (status: number) => void;
  setHeader: (name: string, value: string) => void;
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Reads the caller from the database; throws `unauthenticated`. `app.ts` decorates it. */
    authenticate: (request: FastifyRequest) => Promise<Caller>;
    /** Reads the credential without the database; throws `unauthenticated`. */
    identify: (request: FastifyRequest) => Promise<Identity>;
  }
  interface FastifyRequest {
    caller: Caller | null;
    /** The caller's role in the organization of the path, where the route reads both together. */
    callerRole: CallerRole | null;
    identity: Identity | null;
  }
}

/**
 * How many idempotent calls of one organization hold a connection at the same time, fewer than the pool has: those that wait
 * for the lock of one organization leave connections to the calls of others.
 */
const limitPerOrganization = semaphorePerKey(8);

/** Problems that any call can have. */
const everywhere: ProblemCode[] = [
  'validation_failed',
  'app_too_old',
  'rate_limited',
  'internal',
  'unavailable',
];

/** Registers the route of an endpoint that needs no signed-in caller. */
export function publicRoute<E extends Endpoint>(
  app: FastifyInstance,
  endpoint: E,
  handler: (input: EndpointRequest<E>, reply: AnswerHead) => Promise<z.output<E['answer']>>,
): void {
  addRoute(app, endpoint, (request, reply) => handler(inputOf(endpoint, request), reply));
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
 * Registers the route of an endpoint that reads a list. The statements for the caller, their permission and the rows are sent
 * together, usually in one round trip; the handler returns no rows before the caller is authorized.
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
        if (!request.identity) throw new Error(`${endpoint.name} ran without an identity`);
        return handler(inputOf(endpoint, request), request.identity, executor);
      }),
    async (request) => {
      request.identity = await app.identify(request);
      requireScope(request.identity, endpoint.method);
    },
  );
}

/**
 * Registers the route of an endpoint that creates or sends: its work is one transaction, which also stores the first
 * answer to an `Idempotency-Key`. The caller and their role are read in one statement.
 *
 * @param authorizeFirst throws where the caller lacks the right. It is called before the call waits for others, takes a lock or gets
 *   a kept answer, so that a stranger costs others nothing, and an answer is not given to somebody who has lost the right
 * @param withoutKey answers a request without such a key, in transactions of its own
 */
export function idempotentRoute<E extends Endpoint>(
  app: FastifyInstance,
  database: Database,
  endpoint: E,
  authorizeFirst: (input: MemberRequest<E>, executor: Executor) => Promise<unknown>,
  handler: (input: CallerRequest<E>, tx: Transaction) => Promise<z.output<E['answer']>>,
  withoutKey?: (input: CallerRequest<E>) => Promise<z.output<E['answer']>>,
): void {
  async function answer(request: FastifyRequest, { setStatus }: AnswerHead): Promise<unknown> {
    const caller = callerOf(request);
    const input = { ...inputOf(endpoint, request), caller, callerRole: request.callerRole ?? undefined };
    await authorizeFirst(input, database.orm);
    if (withoutKey && request.headers['idempotency-key'] === undefined) return withoutKey(input);
    const call = { database, request, caller, status: endpoint.status, setStatus };
    return limitPerOrganization(organizationOf(request) ?? caller.userId, () =>
      idempotently(call, (tx) => handler(input, tx)),
    );
  }
  addRoute(app, endpoint, answer, async (request) => {
    const identity = await app.identify(request);
    const organizationId = organizationOf(request);
    const found = await identity.confirm(database.orm, isUuid(organizationId) ? organizationId : undefined);
    await found.touchSession?.();
    request.caller = found.caller;
    request.callerRole = found.callerRole ?? null;
    requireAccess(endpoint, found.caller);
  });
}

/** The organization of a request's path, as it is written there; undefined for a path without one. */
function organizationOf({ params }: FastifyRequest): string | undefined {
  return (params as { organizationId?: string }).organizationId;
}

function inputOf<E extends Endpoint>(_endpoint: E, request: FastifyRequest): EndpointRequest<E> {
  // Fastify has replaced each part by the output of its schema.
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
  answer: (request: FastifyRequest, reply: AnswerHead) => Promise<unknown>,
  admit = async (request: FastifyRequest): Promise<void> => {
    request.caller = await app.authenticate(request);
    requireAccess(endpoint, request.caller);
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
      description: `Problem codes: ${refusals.map((code) => `\`${code}\``).join(', ')}.`,
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
      const value = await answer(request, {
        setStatus: (status) => void reply.code(status),
        setHeader: (name, content) => void reply.header(name, content),
      });
      return value === undefined ? reply.send() : value;
    },
  });
}

/** @throws Problem `forbidden` for an API key that may not make the call */
function requireAccess({ access, method }: Endpoint, caller: Caller): void {
  if (access === 'person') requirePerson(caller);
  else requireScope(caller, method);
}

/** Rejects API keys: a key that is stored in a script must not change what protects an account. */
function requirePerson(caller: Caller): void {
  if (caller.scopes !== null) {
    throw new Problem('forbidden', "API keys can't do this. Sign in with your email and password.");
  }
}
