import type { Delivery, Invite, InviteWithTimeline } from '#contract/invite';
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

/** How near the end of an invite is; `ended`: accepted, declined or revoked. */
export type InviteEnd = 'later' | 'soon' | 'expired' | 'ended';

export function expiry({ expiresAt, status }: Pick<Invite, 'expiresAt' | 'status'>, now: number): InviteEnd {
  if (status !== 'pending' && status !== 'expired') return 'ended';
  const left = Date.parse(expiresAt) - now;
  if (status === 'expired' || left <= 0) return 'expired';
  return left < expiringSoonMs ? 'soon' : 'later';
}

export const statusWords: Record<Invite['status'], string> = {
  pending: 'Pending',
  expired: 'Expired',
  accepted: 'Accepted',
  declined: 'Declined',
  revoked: 'Revoked',
};

/** What is confirmed when a link was copied. */
export function linkCopied({ email }: Invite): string {
  return `Link copied. Whoever registers with it is asked for a code that is mailed to ${email}.`;
}

/** What happened to an invite, in words. */
export function timelineWords({ event, detail }: InviteWithTimeline['timeline'][number]): string {
  const by = detail === null ? '' : ` ${detail}`;
  switch (event) {
    case 'created':
      return `Invited${by}`;
    case 'queued':
      return 'E-mail queued';
    case 'sent':
      return 'E-mail sent';
    case 'failed':
      return detail === null
        ? 'The mail server refused the e-mail'
        : `The mail server refused the e-mail: ${detail}`;
    case 'opened':
      return 'Probably opened';
    case 'resent':
      return `Sent again${by}`;
    case 'reminded':
      return 'Reminder sent';
    case 'link_copied':
      return `Link copied${by}`;
    case 'accepted':
      return `Accepted${by}`;
    case 'declined':
      return `Declined${by}`;
    case 'revoked':
      return detail === null || detail.startsWith('by ')
        ? `Revoked${by}`
        : `Revoked: ${detail.toLowerCase()}`;
  }
}

/** Who sent it; an invite outlives its inviter. */
export function inviterWords({ invitedBy }: Invite): string {
  return invitedBy?.name ?? 'A former member';
}
