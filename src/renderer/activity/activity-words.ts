import type { Activity, ActivityType } from '#contract/activity';

/** What was done, as it stands in the list and in its filter. */
export const activityWords: Record<ActivityType, string> = {
  'invite.created': 'Invited',
  'invite.resent': 'Sent the invite again',
  'invite.revoked': 'Revoked the invite',
  'invite.link_copied': 'Copied the link',
  'invite.accepted': 'Accepted the invite',
  'invite.declined': 'Declined the invite',
  'member.joined': 'Joined',
  'member.role_changed': 'Changed the role',
  'member.removed': 'Removed',
  'member.left': 'Left',
  'member.ownership_transferred': 'Transferred ownership',
  'organization.created': 'Created the organization',
  'organization.updated': 'Edited the organization',
  'organization.opened': 'Opened the organization',
  'subscription.changed': 'Changed the seats',
  'members.exported': 'Exported the members',
  'activity.exported': 'Exported the activity',
};

/** What the words of the deed say already. */
const withoutSubject: ReadonlySet<ActivityType> = new Set([
  'organization.opened',
  'organization.updated',
  'members.exported',
  'activity.exported',
]);

/** Whom or what it was done to; the empty string where the deed says all. */
export function subjectWords({ type, subject }: Activity): string {
  return withoutSubject.has(type) ? '' : subject;
}

const roles = new Map([
  ['owner', 'Owner'],
  ['admin', 'Admin'],
  ['agent', 'Agent'],
]);

/** What else is known of it: "as Agent", "Agent → Admin", "was 10". */
export function detailWords({ type, detail }: Activity): string {
  if (detail === null || detail === '') return '';
  if (type === 'member.role_changed') return detail.replace(/\b(owner|admin|agent)\b/gu, roleOf);
  const role = roles.get(detail);
  return role === undefined ? detail : `as ${role}`;
}

function roleOf(role: string): string {
  return roles.get(role) ?? role;
}

/** Who did it. */
export function actorWords({ actor }: Activity): string {
  return actor?.name ?? 'FastLinkIt';
}
