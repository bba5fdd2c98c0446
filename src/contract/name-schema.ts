import { z } from 'zod';
import { readName, type NameKind } from './name.ts';

/**
 * A name as people type it; parses to the form that is stored.
 *
 * @param isOptional whether it may be left empty
 */
export function nameOf(kind: NameKind, { isOptional = false } = {}) {
  return z.string().transform((written, context) => {
    if (isOptional && written.trim() === '') return '';
    const read = readName(written, kind);
    if (read.ok) return read.name;
    context.addIssue({ code: 'custom', message: read.message });
    return z.NEVER;
  });
}
