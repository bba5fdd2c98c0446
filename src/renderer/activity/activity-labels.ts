import type { Activity } from '#contract/activity/api';
import type { ActivityType } from '#contract/activity/model';
import { isolate } from '#contract/isolate';
import { actorName } from '../data/actor-name.ts';
import { paramList, paramText } from '../data/entry-params.ts';
import { roleLabels } from '../data/role-labels.ts';
import { formatEmail } from '../data/format-email.ts';

/** What was done, as the list and its filter show it. */
export const activityLabels: Record<ActivityType, string> = {
  'invite.created': 'Invited',
  'invite.resent': 'Resent invite',
  'invite.revoked': 'Revoked invite',
  'invite.link_copied': 'Copied invite link',
  'invite.accepted': 'Accepted invite',
  'invite.declined': 'Declined invite',
  'member.joined': 'Joined',
  'member.role_changed': 'Changed role',
  'member.removed': 'Removed member',
  'member.left': 'Left organization',
  'member.ownership_transferred': 'Transferred ownership',
  'organization.created': 'Created organization',
  'organization.updated': 'Edited organization',
  'organization.opened': 'Opened organization',
  'subscription.changed': 'Changed seats',
  'members.exported': 'Exported members',
  'activity.exported': 'Exported activity',
};

/** The types whose label says the subject already. */
const withoutSubject: ReadonlySet<string> = new Set<ActivityType>([
  'organization.opened',
  'organization.updated',
  'members.exported',
  'activity.exported',
]);

/** The person or object that it was done to; the empty string where the type says it. */
export function subjectLabel({ type, code, params, subject }: Activity): string {
  if (code === 'seats_changed')
    return `${seatsOf(params, 'to')} ${seatsOf(params, 'to') === '1' ? 'seat' : 'seats'}`;
  return withoutSubject.has(type) ? '' : formatEmail(subject);
}

const roles = new Map<string, string>(Object.entries(roleLabels));

/** Details of the activity: "as Agent", "Agent → Admin", "was 10". */
export function detailLabel({ code, params, detail }: Activity): string {
  switch (code) {
    case 'role':
      return `as ${roleOf(params, 'role')}`;
    case 'role_changed':
      return `${roleOf(params, 'from')} → ${roleOf(params, 'to')}`;
    case 'ownership_transferred':
      return `from ${isolate(paramText(params, 'name'))} <${formatEmail(paramText(params, 'email'))}>`;
    case 'replaced_by_new_invite':
      return 'expired and replaced by a new invite';
    case 'fields_changed':
      return paramList(params, 'fields').join(', ');
    case 'seats_changed':
      return `was ${seatsOf(params, 'from')}`;
    default:
      // A server of release 0.1 has only the sentence, and a later one may have a code that is unknown here.
      return isolate(detail ?? '');
  }
}

function roleOf(params: Activity['params'], name: string): string {
  const role = paramText(params, name);
  return roles.get(role) ?? role;
}

function seatsOf(params: Activity['params'], name: string): string {
  return paramText(params, name) || 'unlimited';
}

/** Who did it. */
export function actorLabel({ actor }: Activity): string {
  return isolate(actor ? actorName(actor) : 'FastLinkIt');
}
