import { z } from 'zod';
import { Problem } from './problem.ts';

const maxLength = 2000;

/**
 * The fields of a form as they were typed.
 *
 * @param names all fields that the form may have; each comes at most once
 * @throws Problem `validation_failed` for anything else: a field that the form does not have, or one sent twice
 */
export function readForm<Name extends string>(
  body: unknown,
  names: readonly Name[],
): Partial<Record<Name, string>> {
  const form = z.partialRecord(z.enum(names), z.string().max(maxLength)).safeParse(body ?? {});
  if (form.success) return form.data;
  const errors = form.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  throw new Problem('validation_failed', 'This form was not sent by the page that it belongs to.', {
    errors,
  });
}
