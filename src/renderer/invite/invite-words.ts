import type { Delivery, Invite } from '#contract/invite';
import type { AssignableRole } from '#contract/member';

export const roleWords: Record<AssignableRole, string> = { admin: 'Admin', agent: 'Agent' };

/** The roles that somebody can be invited to. */
export const roleChoices = [
  ['agent', roleWords.agent],
  ['admin', roleWords.admin],
] as const satisfies [AssignableRole, string][];

/** Within this time before its expiry an invite "expires soon"; the contract's number, which cannot be imported
 * without its schemas. */
export const expiringSoonMs = 48 * 60 * 60 * 1000;

/** "Sent", "Queued", "Failed: mailbox unavailable". */
export function deliveryWords({ status, error }: Delivery): string {
  switch (status) {
    case 'queued':
      return 'Queued';
    case 'sent':
      return 'Sent';
    case 'failed':
      return error === null ? 'Failed' : `Failed: ${error}`;
  }
}

/** How near the end of an invite is. */
export function expiry({ expiresAt, status }: Invite, now: number): 'later' | 'soon' | 'expired' {
  const left = Date.parse(expiresAt) - now;
  if (status === 'expired' || left <= 0) return 'expired';
  return left < expiringSoonMs ? 'soon' : 'later';
}

/** Who sent it; an invite outlives its inviter. */
export function inviterWords({ invitedBy }: Invite): string {
  return invitedBy?.name ?? 'A former member';
}
