import type { BridgeProblem } from '#contract/bridge/types';

/** An error for one of a form's fields: the field, and what it says. */
export type FieldError<Field extends string> = readonly [field: Field, message: string];

/**
 * The errors of a rejected input that name one of the form's fields; the first one of each field counts.
 *
 * @param fields the form's fields, by the names that the server has for them
 */
export function fieldErrors<Field extends string>(
  problem: BridgeProblem,
  fields: readonly Field[],
): Partial<Record<Field, string>> {
  const errors: Partial<Record<Field, string>> = {};
  if (problem.code !== 'validation_failed') return errors;
  for (const { path, message } of problem.errors ?? []) {
    const field = fields.find((one) => one === path);
    if (field !== undefined) errors[field] ??= message;
  }
  return errors;
}

/** The error of a wrong password where the account is known. */
export const wrongPassword = 'Wrong password. Check it and try again.';
