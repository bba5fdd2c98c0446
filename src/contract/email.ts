import { z } from 'zod';
import { maxEmailInputLength, normalizeEmail } from './email-address.ts';

/** An email address as people type it; parses to its normal form. */
export const email = z
  .string()
  .max(maxEmailInputLength)
  .transform((written, context) => {
    const normal = normalizeEmail(written);
    if (normal !== undefined) return normal;
    context.addIssue({ code: 'custom', message: 'Enter an email address like name@example.com.' });
    return z.NEVER;
  });
