import type { BridgeProblem } from '#contract/admin-bridge';

type Sentence = string | ((problem: BridgeProblem) => string);

const appBug = 'The app made a mistake. Reload the page and try again.';

/** What is said for each problem, and what to do about it. No code, number or word of the wire is shown. */
const sentences: Record<BridgeProblem['code'], Sentence> = {
  unauthenticated: 'You are signed out. Sign in again.',
  session_revoked: 'Your session has ended. Sign in again.',
  invalid_credentials: 'Wrong e-mail or password. Check both and try again.',
  totp_required: 'Enter the code that your authenticator app shows.',
  totp_invalid: 'Wrong code. Enter the newest one of your authenticator app, or a recovery code.',
  forbidden: 'Your role does not allow this. Ask an owner or admin of the organization.',
  organization_not_found: 'This organization does not exist, or you are not in it any more.',
  member_not_found: 'This person is not in the organization any more. Nothing is left to do.',
  invite_not_found: 'This invite does not exist any more. Nothing is left to do.',
  not_found: 'The server does not have this. Check whether the app is up to date.',
  owner_is_fixed: 'The owner cannot be removed or given another role.',
  // Written by the server with the counts of that moment, in the words of the seat card.
  seat_limit_reached: (problem) => problem.detail,
  invite_already_pending: 'This address already has an open invite. Find it below to resend or revoke it.',
  already_member: 'This address already belongs to a member of the organization.',
  invite_not_open: 'This invite is not open any more: it was accepted, declined or revoked.',
  idempotency_key_in_use: 'This is still being worked on. Wait a moment, then look again.',
  idempotency_key_reused: appBug,
  payload_too_large: 'This is more than the server takes at once. Shorten it and try again.',
  unsupported_media_type: appBug,
  validation_failed: (problem) => problem.errors?.[0]?.message ?? problem.detail,
  rate_limited: (problem) => `Too many attempts. Try again ${afterWait(problem.retryAfter)}.`,
  internal: 'Something went wrong on the server. Try again; if it stays, tell whoever runs the server.',
  unavailable: (problem) =>
    `The server is not available right now. Try again ${afterWait(problem.retryAfter)}.`,
  server_unreachable: 'No connection to the server. Check the network, then try again.',
  not_fastlinkit: 'What answered is not a FastLinkIt server. Sign out and check the address.',
  certificate_invalid: (problem) => `The connection is not secure, so nothing was sent. ${problem.detail}`,
  invalid_call: appBug,
};

/** The sentence that a person reads for a problem: what happened and what to do. */
export function problemSentence(problem: BridgeProblem): string {
  const sentence = sentences[problem.code];
  return typeof sentence === 'string' ? sentence : sentence(problem);
}

/** "in 30 seconds", "in 12 minutes"; without a number "in a moment". */
export function afterWait(seconds: number | undefined): string {
  if (seconds === undefined) return 'in a moment';
  const whole = Math.max(1, Math.ceil(seconds));
  if (whole <= 90) return `in ${counted(whole, 'second')}`;
  return `in ${counted(Math.ceil(whole / 60), 'minute')}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
