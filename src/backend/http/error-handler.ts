import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { Problem } from './problem.ts';

const retryAfterSeconds = 2;

/**
 * SQLSTATE classes and codes that say "not now": connection lost, server shutting down or starting, no connection,
 * memory or disk space left, the disk out of order.
 */
const awayStates = /^(08|53|57P0[123]|58030|25006)/;
const awayErrno = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EPIPE', 'ETIMEDOUT', 'ENOENT']);
const awayMessages =
  /timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error|Client was closed/;
/** What PostgreSQL cannot take: U+0000 in a text, a number or a time beyond its type, or a text that is neither. */
const unstorable = new Set(['22021', '22P05', '22003', '22P02', '22007', '22008', '22009']);
/** Two transactions in each other's way: the same request again will do. */
const collisionStates = new Set(['40001', '40P01', '55P03']);

/**
 * The refusal that an error means to the caller. An unexpected one is a bug: the caller learns only
 * that, the log has the rest under the request's id.
 */
export function toProblem(error: unknown, requestId: string): Problem {
  if (error instanceof Problem) return error;
  if (hasZodFastifySchemaValidationErrors(error)) {
    const errors = error.validation.map(({ instancePath, message }) => ({
      path: instancePath.replace(/^\//, '').replaceAll('/', '.'),
      message: message ?? 'Not accepted.',
    }));
    return new Problem('validation_failed', 'Some of the input was not accepted.', { errors });
  }
  const known = framework(error);
  if (known) return known;
  if (hasState(error, unstorable)) {
    return new Problem(
      'validation_failed',
      'Some of the input cannot be stored: a text with U+0000, or a number too large.',
    );
  }
  if (isDatabaseAway(error)) {
    return new Problem('unavailable', 'The service is not available right now. Try again in a moment.', {
      retryAfter: retryAfterSeconds,
    });
  }
  return new Problem('internal', `Something went wrong on our side. The request's id is ${requestId}.`);
}

function framework(error: unknown): Problem | undefined {
  switch ((error as Partial<FastifyError>).code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new Problem('payload_too_large', 'The request is larger than 1 MB.');
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new Problem('unsupported_media_type', 'Send the body as application/json.');
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return new Problem('validation_failed', 'The body is not valid JSON.');
    case 'FST_ERR_MAX_PARAM_LENGTH':
    case 'FST_ERR_BAD_URL':
      return new Problem('not_found', 'There is nothing at this address.');
    default:
      return error instanceof SyntaxError && (error as Partial<FastifyError>).statusCode === 400
        ? new Problem('validation_failed', 'The body is not valid JSON.')
        : undefined;
  }
}

/** Whether the database was not there, or could not serve this request now. Looks through Drizzle's wrapping. */
export function isDatabaseAway(error: unknown): boolean {
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

/** Logs what is a bug, once, and turns every error into its problem. */
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
