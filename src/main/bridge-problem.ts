import { z } from 'zod';
import type { BridgeProblem } from '#contract/admin-bridge';
import { fieldError, problemCode, problems } from '#contract/problem';
import type { ProblemCode } from '#contract/problem';

/** How axios names the end of its patience. */
const timedOut = 'ETIMEDOUT';

/** A deed that did not succeed, on its way to the window. */
export class BridgeProblemError extends Error {
  override readonly name = 'BridgeProblemError';
  readonly problem: BridgeProblem;

  constructor(problem: BridgeProblem, options?: ErrorOptions) {
    super(problem.code, options);
    this.problem = problem;
  }
}

/** The problem that this error carries; undefined for any other error. */
export function problemOf(error: unknown): BridgeProblem | undefined {
  return error instanceof BridgeProblemError ? error.problem : undefined;
}

/** One input that is not accepted before anything is sent. */
export function inputNotAccepted(path: string, message: string): BridgeProblemError {
  return new BridgeProblemError({ code: 'validation_failed', detail: message, errors: [{ path, message }] });
}

/**
 * Whoever answers at this address does not speak as a FastLinkIt backend does.
 *
 * @param cause what exactly was not understood, for the log
 */
export function notFastLinkIt(server: string, cause?: unknown): BridgeProblemError {
  const detail = `The server at ${server} is not a FastLinkIt server that this app understands. Check the address.`;
  return new BridgeProblemError({ code: 'not_fastlinkit', detail }, { cause });
}

// A newer server may know codes that this app does not: its status and its words still serve.
const answeredProblem = z.object({
  code: z.string(),
  detail: z.string(),
  errors: z.array(fieldError).optional(),
});

const codesByStatus: Partial<Record<number, ProblemCode>> = {
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  422: 'validation_failed',
  429: 'rate_limited',
  503: 'unavailable',
};

export interface RefusedAnswer {
  status: number;
  contentType: string;
  retryAfter: string | undefined;
  body: string;
}

/** Reads an answer that is not the expected one as a problem of ours. */
export function problemFromAnswer(server: string, answer: RefusedAnswer): BridgeProblemError {
  const retryAfter = parseRetryAfter(answer.retryAfter, Date.now());
  const wait = retryAfter === undefined ? {} : { retryAfter };
  const answered = answeredProblem.safeParse(parseJson(answer));
  if (answered.success) {
    const { code, detail, errors } = answered.data;
    const known = problemCode.safeParse(code);
    return new BridgeProblemError({
      code: known.success ? known.data : (codesByStatus[answer.status] ?? 'internal'),
      detail: detail === '' ? problems.internal.title : detail,
      ...(errors === undefined ? {} : { errors }),
      ...wait,
    });
  }
  // A proxy in front of a server that is away, or that sheds load, answers in words of its own.
  if (answer.status === 429) {
    const detail = `The server at ${server} is getting too many requests. Wait a moment and try again.`;
    return new BridgeProblemError({ code: 'rate_limited', detail, ...wait });
  }
  if (answer.status >= 502 && answer.status <= 504) {
    const detail = `The server at ${server} is not available right now. Try again in a moment.`;
    return new BridgeProblemError({ code: 'unavailable', detail, ...wait });
  }
  return notFastLinkIt(server);
}

/**
 * Puts a request that got no answer into words.
 *
 * @param error what fetch or axios threw; Chromium's network stack names the cause as `net::ERR_…`
 */
export function problemFromFailure(server: string, error: unknown): BridgeProblemError {
  const failure = findFailure(error);
  // Not the error itself: it carries the whole request, password and all, to wherever it is logged.
  const cause = new Error(failure);
  if (/redirect/i.test(failure)) {
    const detail = `The server at ${server} sends the app on to another address. Enter that one, if you trust it.`;
    return new BridgeProblemError({ code: 'not_fastlinkit', detail }, { cause });
  }
  if (failure.startsWith('ERR_CERT_')) {
    const detail = `${describeCertificate(failure, server)} Nothing was sent to it.`;
    return new BridgeProblemError({ code: 'certificate_invalid', detail }, { cause });
  }
  const detail = describeUnreachable(failure, server);
  return new BridgeProblemError({ code: 'server_unreachable', detail }, { cause });
}

/** Seconds to wait, from a `Retry-After` header of either form. */
export function parseRetryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,6}$/.test(header)) return Number(header);
  const moment = Date.parse(header);
  return Number.isNaN(moment) ? undefined : Math.max(0, Math.ceil((moment - now) / 1_000));
}

function parseJson({ contentType, body }: RefusedAnswer): unknown {
  if (!/^application\/(problem\+)?json\b/i.test(contentType)) return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** Whether this is how a request ended that took too long. */
export function hasTimedOut({ cause }: BridgeProblemError): boolean {
  return cause instanceof Error && cause.message === timedOut;
}

/** The most telling name of a failure in an error and its causes. */
function findFailure(error: unknown): string {
  let found = '';
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth += 1) {
    const named = /net::(ERR_[A-Z_]+)/.exec(cause.message)?.[1];
    if (named !== undefined) return named;
    if (/redirect/i.test(cause.message)) return cause.message;
    if (found === '' && 'code' in cause && typeof cause.code === 'string') found = cause.code;
  }
  return found;
}

function describeCertificate(failure: string, server: string): string {
  switch (failure) {
    case 'ERR_CERT_DATE_INVALID':
      return `The certificate of ${server} has expired or is not valid yet, or this computer’s clock is wrong.`;
    case 'ERR_CERT_COMMON_NAME_INVALID':
      return `The certificate of ${server} belongs to another name.`;
    case 'ERR_CERT_AUTHORITY_INVALID':
      return `The certificate of ${server} comes from an authority that this computer does not trust.`;
    case 'ERR_CERT_REVOKED':
      return `The certificate of ${server} has been revoked.`;
    default:
      return `The certificate of ${server} is not valid.`;
  }
}

function describeUnreachable(failure: string, server: string): string {
  if (failure === 'ERR_NAME_NOT_RESOLVED')
    return `No connection to ${server}: no server of that name was found.`;
  if (failure === 'ERR_INTERNET_DISCONNECTED') return `No connection to ${server}: this computer is offline.`;
  if (failure === timedOut) return `No connection to ${server}: it did not answer in time.`;
  if (/^ERR_(PROXY|TUNNEL)_/.test(failure))
    return `No connection to ${server}: the proxy of this computer refused it.`;
  if (failure.startsWith('ERR_SSL_')) {
    return `No connection to ${server}: it does not speak https. Check the beginning of the address.`;
  }
  return `No connection to ${server}. Check the address and the network.`;
}
