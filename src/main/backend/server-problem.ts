import { z } from 'zod';
import type { NetworkProblem } from '#contract/bridge/types';
import { fieldError, problemCode, problems } from '#contract/problem';
import type { ProblemCode } from '#contract/problem';
import { BridgeProblemError, notFastLinkIt } from './bridge-problem.ts';
import { classifyError, networkProblem } from './network-failure.ts';
import type { NetworkFailureDetails } from './network-failure.ts';

/*
 * What went wrong with a server, as the problem that the window shows. The start needs none of it: it loads with what talks to
 * the server.
 */

/**
 * The problem with an answer that no FastLinkIt server gives.
 *
 * @param isKnownServer a FastLinkIt server has answered at this address before, so that the address is right
 * @param cause which part of the answer was not understood, for the log
 */
export function foreignAnswer(server: string, isKnownServer: boolean, cause?: unknown): BridgeProblemError {
  if (isKnownServer)
    return problemFromDetails(server, { failure: 'answered_instead', name: 'foreign answer' });
  const detail = `${server} isn’t a FastLinkIt server. Check the address. If it’s right, something between this computer and the server answers in its place, such as a Wi-Fi sign-in page.`;
  return new BridgeProblemError({ code: 'not_fastlinkit', detail }, { cause });
}

// A newer server may send codes that this app does not know. Its status and its message are still useful.
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

export interface ErrorAnswer {
  status: number;
  contentType: string;
  retryAfter: string | undefined;
  /** When it came, by the server's clock: `Retry-After` can be a date. In milliseconds since the epoch. */
  receivedAt: number;
  /** Where a redirect leads. */
  location: string | undefined;
  /** The release that the server names; undefined where something else answers, and for 0.1.0. */
  serverRelease: string | undefined;
  body: string;
}

/**
 * Translates an answer with an unexpected status.
 *
 * @param isKnownServer as for `foreignAnswer`
 */
export function problemFromAnswer(
  server: string,
  answer: ErrorAnswer,
  isKnownServer: boolean,
): BridgeProblemError {
  const { status } = answer;
  const movedTo = newOrigin(server, answer);
  if (movedTo !== undefined) return problemFromDetails(server, { failure: 'moved', name: 'moved', movedTo });
  const retryAfter = parseRetryAfter(answer.retryAfter, answer.receivedAt);
  const wait = retryAfter === undefined ? {} : { retryAfter };
  const answered = answeredProblem.safeParse(parseJson(answer));
  const known = problemCode.safeParse(answered.data?.code);
  // Gateways answer with JSON as well. A code that this app does not know counts only from a FastLinkIt server.
  if (answered.success && (known.success || answer.serverRelease !== undefined)) {
    const { detail, errors } = answered.data;
    const code = known.success ? known.data : (codesByStatus[status] ?? 'internal');
    return new BridgeProblemError({
      code,
      detail: detail === '' ? problems.internal.title : detail,
      ...(errors === undefined ? {} : { errors }),
      ...wait,
      ...(code === 'unavailable' ? { network: paused(server, status) } : {}),
    });
  }
  // A proxy answers with its own page when the server behind it is down or sheds load.
  if (status === 429) {
    const detail = `The server at ${server} is getting too many requests. Wait a moment and try again.`;
    return new BridgeProblemError({ code: 'rate_limited', detail, ...wait });
  }
  if (status >= 500) {
    const detail = `The server at ${server} isn’t available right now. Try again in a moment.`;
    return new BridgeProblemError({ code: 'unavailable', detail, ...wait, network: paused(server, status) });
  }
  return answer.serverRelease === undefined ? foreignAnswer(server, isKnownServer) : notFastLinkIt(server);
}

function paused(server: string, status: number): NetworkProblem {
  return networkProblem(server, { failure: 'paused', name: `status ${status}` });
}

/**
 * The origin that a server has moved to, by its own word. Only https is followed up, and only a move for good: captive
 * portals and sign-in gateways redirect for the moment.
 */
function newOrigin(server: string, { status, location }: ErrorAnswer): string | undefined {
  if ((status !== 301 && status !== 308) || location === undefined) return undefined;
  if (!URL.canParse(location, server)) return undefined;
  const { protocol, origin } = new URL(location, server);
  return protocol === 'https:' && origin !== server ? origin : undefined;
}

/**
 * Translates a request that got no answer.
 *
 * @param error what fetch or axios threw
 */
export function problemFromFailure(server: string, error: unknown): BridgeProblemError {
  return problemFromDetails(server, classifyError(error));
}

function problemFromDetails(server: string, details: NetworkFailureDetails): BridgeProblemError {
  const network = networkProblem(server, details);
  const code = details.failure === 'certificate' ? 'certificate_invalid' : 'server_unreachable';
  // The original error is not kept as the cause: it contains the whole request, and so would the log.
  const cause = new Error(details.name);
  return new BridgeProblemError({ code, detail: detailOf(server, network), network }, { cause });
}

/** The whole message, where the window does not say anyway that the server cannot be reached. */
function detailOf(server: string, { failure, reason }: NetworkProblem): string {
  switch (failure) {
    case 'certificate':
    case 'moved':
      return `${reason} Nothing was sent to it.`;
    case 'answered_instead':
      return reason;
    default:
      return `No connection to ${server}. ${reason}`;
  }
}

/**
 * Reads a `Retry-After` header of either form.
 *
 * @param now the time by the server's clock, in milliseconds since the epoch
 * @returns the seconds to wait, or undefined when the header is missing or malformed
 */
export function parseRetryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,6}$/.test(header)) return Number(header);
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - now) / 1_000));
}

function parseJson({ contentType, body }: ErrorAnswer): unknown {
  if (!/^application\/(problem\+)?json\b/i.test(contentType)) return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
