import { z } from 'zod';
import { defaultPageSize, maxPageSize, maxSearchLength } from './page.ts';
import type { ProblemCode } from './problem.ts';

/** Ids are opaque to clients; the server answers "not found" for one that it cannot have made. */
export const id = z.string().min(1).max(500);

/** RFC 3339, UTC, milliseconds. */
export const timestamp = z.iso.datetime();

/** What every list takes. `cursor` is the `nextCursor` of the page before. */
export const pageQuery = {
  limit: z.coerce.number<number>().int().min(1).max(maxPageSize).default(defaultPageSize),
  cursor: z.string().max(1024).optional(),
  search: z.string().trim().max(maxSearchLength).optional(),
};

/** What every list answers. `total` is exact without a search and capped at 1,000 with one. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    items: z.array(item),
    nextCursor: z.string().nullable(),
    total: z.number().int(),
    totalIsCapped: z.boolean(),
  });
}

type InputSchema = z.ZodObject | undefined;

/**
 * One call of the API, declared once: the route validates with it, the client parses with it,
 * the OpenAPI document and the tests are made from it.
 */
export interface Endpoint<
  Params extends InputSchema = InputSchema,
  Query extends InputSchema = InputSchema,
  Body extends InputSchema = InputSchema,
  Answer extends z.ZodType = z.ZodType,
  Name extends string = string,
> {
  /** Unique, `noun.verb`; the OpenAPI operation id, and the bridge's channel where the window may make the call. */
  name: Name;
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With `:name` for each key of `params`. */
  path: string;
  summary: string;
  /**
   * `none`: anybody may call. `account`: a signed-in user's bearer token, or an API key with the scope.
   * `person`: the bearer token alone, for what guards the account itself.
   */
  access: 'none' | 'account' | 'person';
  /** True for each POST that creates or sends: it honours `Idempotency-Key`. */
  idempotent?: boolean;
  params: Params;
  query: Query;
  body: Body;
  status: 200 | 201 | 202 | 204;
  answer: Answer;
  /** How long a client waits for the answer, in milliseconds, where that is longer than usual. */
  timeLimitMs?: number;
  /** The refusals that belong to this call, beyond those that any call can meet. */
  problems: readonly ProblemCode[];
}

type Declaration<
  P extends InputSchema,
  Q extends InputSchema,
  B extends InputSchema,
  A extends z.ZodType,
  N extends string,
> = Omit<Endpoint<P, Q, B, A, N>, 'params' | 'query' | 'body' | 'problems'> & {
  params?: P;
  query?: Q;
  body?: B;
  problems?: readonly ProblemCode[];
};

/** Declares one endpoint; what is left out is absent from the call. */
export function defineEndpoint<
  const N extends string,
  A extends z.ZodType,
  P extends InputSchema = undefined,
  Q extends InputSchema = undefined,
  B extends InputSchema = undefined,
>(declaration: Declaration<P, Q, B, A, N>): Endpoint<P, Q, B, A, N> {
  return {
    problems: [],
    ...declaration,
    params: declaration.params as P,
    query: declaration.query as Q,
    body: declaration.body as B,
  };
}

type Sent<Schema> = Schema extends z.ZodObject ? z.input<Schema> : undefined;

/** What a client hands over to make the call. */
export type EndpointInput<E> =
  E extends Endpoint<infer P, infer Q, infer B>
    ? (P extends z.ZodObject ? { params: Sent<P> } : unknown) &
        (Q extends z.ZodObject ? { query?: Sent<Q> } : unknown) &
        (B extends z.ZodObject ? { body: Sent<B> } : unknown)
    : never;

/** The same as one flat object, as the window hands it over the bridge. */
export type FlatInput<E> =
  E extends Endpoint<infer P, infer Q, infer B> ? Flat<P> & Flat<Q> & Flat<B> : never;

/** A part's keys; a part without any adds nothing. */
type Flat<Schema> = Schema extends z.ZodObject
  ? string extends keyof z.input<Schema>
    ? unknown
    : z.input<Schema>
  : unknown;

/** What a client gets back from it. */
export type EndpointAnswer<E> =
  E extends Endpoint<InputSchema, InputSchema, InputSchema, infer A> ? z.output<A> : never;

/** The answer of a call that answers 204. */
export const nothing = z.undefined();
