import type { Invite } from '#contract/invite/api';
import { expiry } from '../invite-labels.ts';

/** Why nothing can be done with the link of an invite; undefined when it works. */
export function linkDisabledReason(invite: Invite, now: number): string | undefined {
  return expiry(invite, now) === 'expired' ? 'The link has expired. Resend the invite first.' : undefined;
}
