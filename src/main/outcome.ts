import type { z } from 'zod';
import type { BridgeProblem, Outcome } from '#contract/admin-bridge';
import { problemOf } from './bridge-problem.ts';

const invalidCall: BridgeProblem = {
  code: 'invalid_call',
  detail: 'The app could not do this. Reload the window and try again.',
};
const failedCall: BridgeProblem = {
  code: 'internal',
  detail: 'Something went wrong in the app. Try again.',
};

/**
 * Does one deed for the window and wraps how it went. Never throws, and never answers what could be taken for success.
 *
 * @param onUnexpected told of what nobody has foreseen, for the log
 */
export async function outcomeOf<Input, Value>(
  schema: z.ZodType<Input>,
  raw: unknown,
  work: (input: Input) => Promise<Value>,
  onUnexpected: (error: unknown) => void,
): Promise<Outcome<Value>> {
  try {
    const input = schema.safeParse(raw);
    if (!input.success) {
      onUnexpected(input.error);
      return { ok: false, problem: invalidCall };
    }
    return { ok: true, value: await work(input.data) };
  } catch (error) {
    const problem = problemOf(error);
    if (problem === undefined || problem.code === 'not_fastlinkit') onUnexpected(error);
    return { ok: false, problem: problem ?? failedCall };
  }
}

/** What a caller gets who is not our window. */
export const foreignCall: Outcome<never> = {
  ok: false,
  problem: { code: 'forbidden', detail: 'Only the app’s own window may do this.' },
};
