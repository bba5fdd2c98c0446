import type { BridgeProblem } from '#contract/bridge/types';
import { problemCodes } from '#contract/problem';
import { problemOf } from '../backend/bridge-problem.ts';
import type { Log } from '../diagnostics/log.ts';

/** What a failed call means for a run. */
export type CallFailure =
  /** The server is away, or something between answers in its place: the rows wait, and none is used up. */
  | { means: 'away'; retryAfter: number | undefined }
  /** Too many requests. */
  | { means: 'limited'; retryAfter: number | undefined; problem: BridgeProblem }
  /** The caller may do none of this in the organization. */
  | { means: 'not-allowed'; problem: BridgeProblem }
  /** The server has decided, and has done nothing. */
  | { means: 'refused'; problem: BridgeProblem }
  /** The server may have done it. */
  | { means: 'uncertain'; problem: BridgeProblem };

const failed: BridgeProblem = { code: 'internal', detail: 'Something went wrong. Try again.' };

/** What the server itself answers; everything else happens on the way to it. */
const codesOfServer: ReadonlySet<string> = new Set(problemCodes);

/** @param error what a call has thrown */
export function failureOf(error: unknown, log: Log): CallFailure {
  const problem = problemOf(error);
  if (problem === undefined) {
    log.error('work.call_failed', { error });
    return { means: 'uncertain', problem: failed };
  }
  const { code, retryAfter } = problem;
  switch (code) {
    case 'server_too_old':
    case 'invalid_call':
    case 'internal':
      return { means: 'uncertain', problem };
    case 'rate_limited':
      return { means: 'limited', retryAfter, problem };
    case 'forbidden':
    case 'organization_not_found':
    case 'app_too_old':
      return { means: 'not-allowed', problem };
    case 'unavailable':
    case 'idempotency_key_in_use':
    // The session has ended: the run waits for its user.
    case 'unauthenticated':
    case 'session_revoked':
      return { means: 'away', retryAfter };
    default:
      return codesOfServer.has(code) ? { means: 'refused', problem } : { means: 'away', retryAfter };
  }
}
