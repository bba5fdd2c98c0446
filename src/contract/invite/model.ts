/** An invite is valid for exactly 7 × 24 h; a resend adds as much again. */
export const inviteLifetimeMs = 7 * 24 * 60 * 60 * 1000;

/** "Expires soon": within 48 h. */
export const expiringSoonMs = 48 * 60 * 60 * 1000;

/** The most rows of one bulk call. */
export const maxBulkInvites = 1000;

/** `expired` is derived: a pending invite past its expiry, which holds no seat. */
export const inviteStatuses = ['pending', 'expired', 'accepted', 'declined', 'revoked'] as const;
export type InviteStatus = (typeof inviteStatuses)[number];

/** What an address is to an organization; `invalid`: it is no address. */
export const addressStatuses = ['free', 'invited', 'member', 'invalid'] as const;

/** What a list of invites can be narrowed to; `open` is pending and expired. */
export const inviteFilters = [...inviteStatuses, 'open', 'all'] as const;
export type InviteFilter = (typeof inviteFilters)[number];

export const inviteSorts = ['created', 'expires', 'email'] as const;
export type InviteSort = (typeof inviteSorts)[number];

export const deliveryStatuses = ['queued', 'sent', 'failed'] as const;

export const timelineEvents = [
  'created',
  'queued',
  'sent',
  'failed',
  'opened',
  'resent',
  'reminded',
  'link_copied',
  'accepted',
  'declined',
  'revoked',
] as const;
export type TimelineEvent = (typeof timelineEvents)[number];

/** What a timeline entry can say beyond its event and its actor. */
export const timelineCodes = ['replaced_by_new_invite', 'mail_refused'] as const;
export type TimelineCode = (typeof timelineCodes)[number];

/** The values of each code. */
interface TimelineParams extends Record<TimelineCode, object> {
  replaced_by_new_invite: Record<string, never>;
  /** The mail server's words. */
  mail_refused: { error: string };
}

/** A code with its values. */
export type TimelineDetail = {
  [Code in TimelineCode]: { code: Code; params: TimelineParams[Code] };
}[TimelineCode];
