import type { AdminBridge, BridgeProblem, Outcome } from '#contract/admin-bridge';

declare global {
  interface Window {
    /** Put there by the preload script. */
    readonly fastlinkit: AdminBridge;
  }
}

/** All that the window can ask the main process for. */
export const bridge: AdminBridge = window.fastlinkit;

/** A refusal, in the shape that queries and mutations expect: something thrown. */
export class BridgeError extends Error {
  override readonly name = 'BridgeError';
  readonly problem: BridgeProblem;

  constructor(problem: BridgeProblem) {
    super(problem.detail);
    this.problem = problem;
  }
}

declare module '@tanstack/react-query' {
  interface Register {
    defaultError: BridgeError;
    mutationMeta: {
      /** Set where the deed may change this organization's seats. */
      organizationId?: string;
    };
  }
}

/**
 * The value of a call over the bridge.
 *
 * @throws BridgeError with the problem of a call that was refused
 */
export async function unwrap<Value>(call: Promise<Outcome<Value>>): Promise<Value> {
  const outcome = await call.catch((cause: unknown): Outcome<Value> => {
    // The call itself broke: a bug of the app, but the person still needs an answer.
    console.error(cause);
    return { ok: false, problem: { code: 'invalid_call', detail: 'The call did not arrive.' } };
  });
  if (outcome.ok) return outcome.value;
  throw new BridgeError(outcome.problem);
}
