import type { BridgeProblem } from '#contract/admin-bridge';
import { problemSentence } from './problem-sentence.ts';

/** Sentences for the refusals that belong to one of a form's fields. */
export type FieldOfProblem<Field extends string> = Partial<
  Record<BridgeProblem['code'], readonly [field: Field, sentence: string]>
>;

export interface FieldProblems<Field extends string> {
  fields: Partial<Record<Field, string>>;
  /** What belongs to no field. */
  form: string | undefined;
}

/**
 * Next to which of a form's fields a refusal is explained.
 *
 * @param fields the form's fields, by the names that the server has for them
 * @param byCode refusals that are about one field, whatever else is in them
 */
export function fieldProblems<Field extends string>(
  problem: BridgeProblem,
  fields: readonly Field[],
  byCode: FieldOfProblem<Field> = {},
): FieldProblems<Field> {
  const told: Partial<Record<Field, string>> = {};
  const own = byCode[problem.code];
  if (own) {
    const [field, sentence] = own;
    told[field] = sentence;
  } else if (problem.code === 'validation_failed') {
    for (const { path, message } of problem.errors ?? []) {
      const field = fields.find((one) => one === path);
      if (field !== undefined) told[field] ??= message;
    }
  }
  return { fields: told, form: Object.keys(told).length > 0 ? undefined : problemSentence(problem) };
}

/** What a wrong password says where the address is known. */
export const wrongPassword = 'Wrong password. Check it and try again.';
