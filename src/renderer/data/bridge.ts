import type { Bridge, BridgeProblem, IpcResult } from '#contract/bridge/types';
import { problemMessage } from './problem-message.ts';

declare global {
  interface Window {
    /** Defined by the preload script. */
    readonly fastlinkit: Bridge;
  }
}

/** The calls that the window can make to the main process. */
export const bridge: Bridge = window.fastlinkit;

/** A rejected call, in the shape that queries and mutations expect: an error whose message is for the user. */
export class BridgeError extends Error {
  override readonly name = 'BridgeError';
  readonly problem: BridgeProblem;

  constructor(problem: BridgeProblem) {
    super(problemMessage(problem));
    this.problem = problem;
  }
}

declare module '@tanstack/react-query' {
  interface Register {
    defaultError: BridgeError;
    mutationMeta: {
      /** The organization whose seats the mutation may change. */
      organizationId?: string;
    };
  }
}

/**
 * The value of a call over the bridge.
 *
 * @throws BridgeError with the problem of a call that was rejected
 */
export async function unwrap<Value>(call: Promise<IpcResult<Value>>): Promise<Value> {
  const result = await call.catch((cause: unknown): IpcResult<Value> => {
    // The call itself failed, which is a bug of the app, but the user still needs an answer.
    console.error(cause);
    return { ok: false, problem: { code: 'invalid_call', detail: 'The call didn’t arrive.' } };
  });
  if (result.ok) return result.value;
  throw new BridgeError(result.problem);
}
