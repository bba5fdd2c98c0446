import type { Role } from '../member/model.ts';

export const activityTypes = [
  'organization.created',
  'organization.updated',
  'organization.opened',
  'subscription.changed',
  'invite.created',
  'invite.resent',
  'invite.revoked',
  'invite.link_copied',
  'invite.accepted',
  'invite.declined',
  'member.joined',
  'member.role_changed',
  'member.removed',
  'member.left',
  'member.ownership_transferred',
  'members.exported',
  'activity.exported',
] as const;
export type ActivityType = (typeof activityTypes)[number];

/** What an entry can say beyond its type and its subject. */
export const activityCodes = [
  'role',
  'role_changed',
  'ownership_transferred',
  'replaced_by_new_invite',
  'fields_changed',
  'seats_changed',
] as const;
export type ActivityCode = (typeof activityCodes)[number];

/** The values of each code. */
interface ActivityParams extends Record<ActivityCode, object> {
  /** The role of an invite, or of a new member. */
  role: { role: Role };
  role_changed: { from: Role; to: Role };
  /** The owner before. */
  ownership_transferred: { name: string; email: string };
  replaced_by_new_invite: Record<string, never>;
  /** The fields of the organization that were set, as the API names them. */
  fields_changed: { fields: string[] };
  /** null: unlimited. */
  seats_changed: { from: number | null; to: number | null };
}

/** A code with its values. */
export type ActivityDetail = {
  [Code in ActivityCode]: { code: Code; params: ActivityParams[Code] };
}[ActivityCode];

/** The whole activity as CSV, streamed: the path of a GET. */
export const activityCsvPath = '/api/organizations/:organizationId/activity.csv';
