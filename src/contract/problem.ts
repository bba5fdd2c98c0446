import { z } from 'zod';

/** Every refusal the API can answer with (RFC 9457): its HTTP status and its title. The list is closed. */
export const problems = {
  unauthenticated: { status: 401, title: 'Sign-in required' },
  invalid_credentials: { status: 401, title: 'Wrong email or password' },
  totp_required: { status: 401, title: 'Code required' },
  totp_invalid: { status: 401, title: 'Wrong code' },
  session_revoked: { status: 401, title: 'Session ended' },
  forbidden: { status: 403, title: 'Not allowed' },
  app_too_old: { status: 403, title: 'Update required' },
  organization_not_found: { status: 404, title: 'Organization not found' },
  member_not_found: { status: 404, title: 'Member not found' },
  invite_not_found: { status: 404, title: 'Invite not found' },
  not_found: { status: 404, title: 'Not found' },
  owner_is_fixed: { status: 409, title: "The owner can't be changed" },
  seat_limit_reached: { status: 409, title: 'No seats available' },
  invite_already_pending: { status: 409, title: 'Already invited' },
  already_member: { status: 409, title: 'Already a member' },
  invite_not_open: { status: 409, title: 'Invite no longer open' },
  idempotency_key_in_use: { status: 409, title: 'Request in progress' },
  payload_too_large: { status: 413, title: 'Request too large' },
  unsupported_media_type: { status: 415, title: 'Unsupported content type' },
  validation_failed: { status: 422, title: 'Invalid input' },
  idempotency_key_reused: { status: 422, title: 'Idempotency key reused' },
  rate_limited: { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Something went wrong' },
  unavailable: { status: 503, title: 'Temporarily unavailable' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof problems;

export const problemCodes = Object.keys(problems) as [ProblemCode, ...ProblemCode[]];
export const problemCode = z.enum(problemCodes);

/** One input that was not accepted: `path` is its dotted place in the body or query. */
export const fieldError = z.object({ path: z.string(), message: z.string() });
export type FieldError = z.infer<typeof fieldError>;

/** The body of every refusal, `application/problem+json`. `detail` is a sentence for a person. */
export const problemBody = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: problemCode,
  detail: z.string(),
  errors: z.array(fieldError).optional(),
});
export type ProblemBody = z.infer<typeof problemBody>;
