import type { BridgeProblem } from '#contract/bridge/types';
import { pluralize } from '../lib/format/pluralize.ts';

type Sentence = string | ((problem: BridgeProblem) => string);

const appBug = 'Something went wrong in the app. Reload the window and try again.';

/** The message for each problem, with what to do about it. It contains no code, number or term of the API. */
const sentences: Record<BridgeProblem['code'], Sentence> = {
  unauthenticated: 'You’re signed out. Sign in to continue.',
  session_revoked: 'You’ve been signed out. Sign in to continue.',
  invalid_credentials: 'Wrong email or password. Check both and try again.',
  totp_required: 'Enter the code from your authenticator app.',
  totp_invalid:
    'That code didn’t work. Enter the current code from your authenticator app, or a recovery code.',
  forbidden: 'Your role doesn’t allow this. Ask an owner or admin of the organization.',
  // The server wrote it, with both versions.
  app_too_old: (problem) => problem.detail,
  organization_not_found: 'This organization doesn’t exist, or you’re no longer in it.',
  member_not_found: 'This person is no longer in the organization.',
  invite_not_found: 'This invite no longer exists.',
  not_found: 'The server can’t find this. Make sure the app is up to date.',
  owner_is_fixed: 'The owner can’t be removed or given another role.',
  // The server wrote it, with the counts of that moment.
  seat_limit_reached: (problem) => problem.detail,
  invite_already_pending: 'This address already has an open invite. Find it below to resend or revoke it.',
  already_member: 'This address already belongs to a member of the organization.',
  invite_not_open: 'This invite is no longer open. It was accepted, declined or revoked, or has expired.',
  idempotency_key_in_use: 'Still in progress. Check again in a moment.',
  idempotency_key_reused: appBug,
  payload_too_large: 'That’s too much to send at once. Shorten it and try again.',
  unsupported_media_type: appBug,
  validation_failed: (problem) => problem.errors?.[0]?.message ?? problem.detail,
  // A long wait is for a limit of the day: the server wrote which one.
  rate_limited: (problem) =>
    (problem.retryAfter ?? 0) > 3_600
      ? problem.detail
      : `Too many attempts. Try again ${afterWait(problem.retryAfter)}.`,
  internal:
    'Something went wrong on the server. Try again. If it keeps happening, contact your server administrator.',
  unavailable: (problem) =>
    `The server isn’t available right now. Try again ${afterWait(problem.retryAfter)}.`,
  // The main process wrote these, with the address and what to do.
  server_unreachable: (problem) => problem.detail,
  not_fastlinkit: (problem) => problem.detail,
  server_too_old: (problem) => problem.detail,
  certificate_invalid: (problem) => problem.detail,
  invalid_call: appBug,
  app_failed: 'Something went wrong in the app. Try again.',
  // About this computer, and what to do there.
  file_not_saved: (problem) => problem.detail,
};

/** Whether this release has a message for a problem; a later one may send further codes. */
export const isKnownProblem = (code: string): code is BridgeProblem['code'] => Object.hasOwn(sentences, code);

/** The message that the user reads for a problem: what happened and what to do. */
export function problemMessage(problem: BridgeProblem): string {
  const sentence = sentences[problem.code];
  return typeof sentence === 'string' ? sentence : sentence(problem);
}

/** "in 30 seconds", "in 12 minutes"; without a number "in a moment". */
export function afterWait(seconds: number | undefined): string {
  if (seconds === undefined) return 'in a moment';
  const whole = Math.max(1, Math.ceil(seconds));
  if (whole <= 90) return `in ${pluralize(whole, 'second')}`;
  return `in ${pluralize(Math.ceil(whole / 60), 'minute')}`;
}
