import type { z } from 'zod';
import type { BridgeProblem, IpcResult } from '#contract/bridge/types';
import { problemOf } from '../backend/bridge-problem.ts';
import { FileError } from '../files/file-errors.ts';

const invalidCall: BridgeProblem = {
  code: 'invalid_call',
  detail: 'Something went wrong in the app. Reload the window and try again.',
};
const failedCall: BridgeProblem = {
  code: 'app_failed',
  detail: 'Something went wrong in the app. Try again.',
};

/** The answer to a call that does not come from the app's own renderer. */
export const foreignCall: IpcResult<never> = {
  ok: false,
  problem: { code: 'forbidden', detail: 'Only the app’s own window can do this.' },
};

/**
 * Parses the input of one call, runs its handler and wraps what that returns. Never throws, and never answers a failed
 * call with anything that could be taken for success.
 *
 * @param onUnexpected receives the errors that are not a user's problem, for the log
 */
export async function resultOf<Input, Value>(
  schema: z.ZodType<Input>,
  raw: unknown,
  run: (input: Input) => Promise<Value>,
  onUnexpected: (error: unknown) => void,
): Promise<IpcResult<Value>> {
  try {
    const input = schema.safeParse(raw);
    if (!input.success) {
      onUnexpected(input.error);
      return { ok: false, problem: invalidCall };
    }
    return { ok: true, value: await run(input.data) };
  } catch (error) {
    const problem = expectedProblem(error);
    if (problem === undefined || problem.code === 'not_fastlinkit') onUnexpected(error);
    return { ok: false, problem: problem ?? failedCall };
  }
}

function expectedProblem(error: unknown): BridgeProblem | undefined {
  return error instanceof FileError ? { code: 'file_not_saved', detail: error.message } : problemOf(error);
}
