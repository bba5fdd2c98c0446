import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { Problem } from './problem.ts';

const retryAfterSeconds = 2;

/**
 * SQLSTATE classes and codes of a temporary failure: connection lost, server shutting down or starting, no connections,
 * memory or disk space left, I/O error.
 */
const awayStates = /^(08|53|57P0[123]|58030|25006)/;
const awayErrno = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EPIPE', 'ETIMEDOUT', 'ENOENT']);
const awayMessages =
  /timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error|Client was closed/;
/** Input that PostgreSQL cannot store: U+0000 in a text, a number or time out of range or malformed. */
const unstorable = new Set(['22021', '22P05', '22003', '22P02', '22007', '22008', '22009']);
/** Conflicts of two transactions: the same request succeeds when it is sent again. */
const collisionStates = new Set(['40001', '40P01', '55P03']);

/**
 * The problem that an error means to the caller. An unexpected error is a bug: the caller gets only the request's id,
 * under which the log has the details.
 */
export function toProblem(error: unknown, requestId: string): Problem {
  if (error instanceof Problem) return error;
  if (hasZodFastifySchemaValidationErrors(error)) {
    const errors = error.validation.map(({ instancePath, message }) => ({
      path: instancePath.replace(/^\//, '').replaceAll('/', '.'),
      message: message ?? "This value isn't valid.",
    }));
    return new Problem('validation_failed', "Some of the input isn't valid. Correct it and try again.", {
      errors,
    });
  }
  const known = framework(error);
  if (known) return known;
  if (hasState(error, unstorable)) {
    return new Problem(
      'validation_failed',
      "Some of the input can't be stored. Remove null characters (U+0000) and use smaller numbers.",
    );
  }
  if (isDatabaseAway(error)) {
    return new Problem('unavailable', "The service isn't available right now. Try again in a moment.", {
      retryAfter: retryAfterSeconds,
    });
  }
  return new Problem(
    'internal',
    `Something went wrong on our side. Try again. If it keeps happening, send your server administrator this reference: ${requestId}`,
  );
}

function framework(error: unknown): Problem | undefined {
  switch ((error as Partial<FastifyError>).code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new Problem('payload_too_large', 'The request is too large. Send at most 1 MB.');
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new Problem('unsupported_media_type', 'Send the body as application/json.');
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return new Problem('validation_failed', "The body isn't valid JSON.");
    case 'FST_ERR_MAX_PARAM_LENGTH':
    case 'FST_ERR_BAD_URL':
      return new Problem('not_found', "There's nothing at this address.");
    default:
      return error instanceof SyntaxError && (error as Partial<FastifyError>).statusCode === 400
        ? new Problem('validation_failed', "The body isn't valid JSON.")
        : undefined;
  }
}

/** Whether the database was unreachable or temporarily unable to serve the request. Unwraps Drizzle's errors. */
function isDatabaseAway(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const { code } = at as { code?: unknown };
    if (
      typeof code === 'string' &&
      (awayStates.test(code) || awayErrno.has(code) || collisionStates.has(code))
    ) {
      return true;
    }
    if (awayMessages.test(at.message)) return true;
    if (at instanceof AggregateError && at.errors.some(isDatabaseAway)) return true;
  }
  return false;
}

function hasState(error: unknown, states: ReadonlySet<string>): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  return (typeof code === 'string' && states.has(code)) || hasState(error.cause, states);
}

/** Turns an error into its problem, and logs it when it is a bug or an outage. */
export function problemOf(error: unknown, request: FastifyRequest): Problem {
  const problem = toProblem(error, request.id);
  if (problem.code === 'internal') request.log.error({ err: error }, 'unexpected error');
  else if (problem.code === 'unavailable') request.log.warn({ err: error }, 'unavailable');
  return problem;
}

/** Answers with a problem in its wire form. */
export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  if (problem.retryAfter !== undefined)
    void reply.header('Retry-After', Math.max(1, Math.ceil(problem.retryAfter)));
  return reply
    .code(problem.status)
    .type('application/problem+json; charset=utf-8')
    .serializer((body: unknown) => JSON.stringify(body))
    .send(problem.toBody());
}
