import { z } from 'zod';
import { normalizeEmail } from './email-address.ts';

/** An e-mail address as people type it; parses to its normal form. */
export const email = z
  .string()
  .max(1000)
  .transform((written, context) => {
    const normal = normalizeEmail(written);
    if (normal !== undefined) return normal;
    context.addIssue({ code: 'custom', message: 'Enter an e-mail address like name@example.com.' });
    return z.NEVER;
  });
