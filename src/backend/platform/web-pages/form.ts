import { z } from 'zod';
import { Problem } from '../errors/problem.ts';

const maxLength = 2000;

/**
 * The fields of a form as the user typed them.
 *
 * @param names all fields that the form may have; each comes at most once
 * @throws Problem `validation_failed` for a field that the form does not have, or that was sent twice
 */
export function readForm<Name extends string>(
  body: unknown,
  names: readonly Name[],
): Partial<Record<Name, string>> {
  const form = z.partialRecord(z.enum(names), z.string().max(maxLength)).safeParse(body ?? {});
  if (form.success) return form.data;
  const errors = form.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  throw new Problem(
    'validation_failed',
    "We couldn't read this form. Go back, reload the page and try again.",
    {
      errors,
    },
  );
}
