import type { BridgeProblem } from '#contract/bridge/types';

/** A call failed for a reason that the window shows to the user. */
export class BridgeProblemError extends Error {
  override readonly name = 'BridgeProblemError';
  readonly problem: BridgeProblem;

  constructor(problem: BridgeProblem, options?: ErrorOptions) {
    super(problem.code, options);
    this.problem = problem;
  }
}

/** The problem that the error carries; undefined for any other error. */
export function problemOf(error: unknown): BridgeProblem | undefined {
  return error instanceof BridgeProblemError ? error.problem : undefined;
}

/** The problem with one input that is rejected before anything is sent. */
export function invalidInput(path: string, message: string): BridgeProblemError {
  return new BridgeProblemError({ code: 'validation_failed', detail: message, errors: [{ path, message }] });
}

/**
 * The problem with a server that does not answer like a FastLinkIt server.
 *
 * @param cause which part of the answer was not understood, for the log
 */
export function notFastLinkIt(server: string, cause?: unknown): BridgeProblemError {
  const detail = `${server} isn’t a FastLinkIt server that this app understands. Check the address.`;
  return new BridgeProblemError({ code: 'not_fastlinkit', detail }, { cause });
}
