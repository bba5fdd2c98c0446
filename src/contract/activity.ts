import { z } from 'zod';
import { defineEndpoint, id, pageOf, pageQuery, timestamp } from './endpoint.ts';

export const activityType = z.enum([
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
]);
export type ActivityType = z.infer<typeof activityType>;

export const activity = z.object({
  id,
  at: timestamp,
  type: activityType,
  /** null: the system. `staff`: the act was support staff's. */
  actor: z.object({ id, name: z.string(), staff: z.boolean() }).nullable(),
  /** Whom or what it was done to, in words: an address, a name. */
  subject: z.string(),
  detail: z.string().nullable(),
});
export type Activity = z.infer<typeof activity>;

/** What both the list and the CSV can be narrowed by. */
const filters = {
  type: activityType.optional(),
  /** A user's id. */
  actor: id.optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
};
export const activityFilters = z.strictObject(filters);

/** The whole activity as CSV, streamed: the path of a GET. */
export const activityCsvPath = '/api/organizations/:organizationId/activity.csv';

export const listActivity = defineEndpoint({
  name: 'activity.list',
  method: 'GET',
  path: '/api/organizations/:organizationId/activity',
  summary: 'Who did what, newest first',
  access: 'account',
  params: z.object({ organizationId: id }),
  query: z.strictObject({ ...pageQuery, ...filters }),
  status: 200,
  answer: pageOf(activity),
  problems: ['organization_not_found', 'forbidden'],
});
