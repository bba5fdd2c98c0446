import type { Seats } from '#contract/seat/api';
import { Problem } from '../platform/errors/problem.ts';
import { noSeatMessage } from '../seat/seat-rules.ts';
import type { InvitationRefusal } from './invite-rules.ts';
import type { ExceededQuota } from './send-quota.ts';

/** The problem of an action on an invite that has ended. */
export function notOpen(status: 'accepted' | 'declined' | 'revoked'): Problem {
  const next = status === 'accepted' ? '' : ' To invite this person again, send a new invite.';
  return new Problem('invite_not_open', `This invite has already been ${status}.${next}`);
}

/** The problem of an email above a daily quota. */
export function tooManySends(email: string, { scope, retryAfter }: ExceededQuota): Problem {
  return new Problem('rate_limited', `${sentenceOf(scope, email)} Try again tomorrow.`, { retryAfter });
}

function sentenceOf(scope: ExceededQuota['scope'], email: string): string {
  switch (scope) {
    case 'organization':
      return "This organization has reached today's limit for invite emails.";
    case 'inviter':
      return "You've reached today's limit for invite emails.";
    case 'recipient of organization':
      return `This organization has already emailed ${email} several times today.`;
    case 'recipient':
      return `No more invites can be sent to ${email} today.`;
    case 'codes of organization':
    case 'codes':
      return "You've requested too many codes today.";
    default:
      throw new Error(`an unknown quota: ${scope satisfies never as string}`);
  }
}

/**
 * The problem of a refused invitation.
 *
 * @param exceeded the quota that a `rate_limited` one is above
 */
export function invitationProblem(
  { refusal, exceeded }: { refusal: InvitationRefusal; exceeded?: ExceededQuota | undefined },
  email: string,
  seats: Seats,
): Problem {
  switch (refusal) {
    case 'already_member':
      return new Problem(refusal, `${email} is already a member of this organization.`);
    case 'invite_already_pending':
      return new Problem(refusal, `${email} already has a pending invite. Resend it instead.`);
    case 'seat_limit_reached':
      return new Problem(refusal, noSeatMessage(seats));
    case 'rate_limited':
      if (!exceeded) throw new Error('an invitation was above no quota');
      return tooManySends(email, exceeded);
    default:
      throw new Error(`an unknown refusal of an invitation: ${refusal satisfies never as string}`);
  }
}
