import { z } from 'zod';
import { openEnum } from '../open-enum.ts';
import { defineEndpoint, id, pageOf, pageQuery, timestamp } from '../endpoint.ts';
import { activityTypes } from './model.ts';

/** Who did something: the name is the one of that time; `staff`: they acted as support staff. */
export const actor = z.object({ id, name: z.string(), staff: z.boolean() });
export type Actor = z.infer<typeof actor>;

/**
 * What an entry says beyond what was done to whom: as data, so that each reader makes a sentence of its own, and in
 * English. Release 0.1 sends the English alone.
 */
export const detailFields = {
  /** What `params` are about; null: nothing more to say. A later release may send codes that are unknown here. */
  code: z.string().nullable().optional(),
  params: z.record(z.string(), z.unknown()).optional(),
  /** Where it stands without a code, nothing but this text is known. */
  detail: z.string().nullable(),
};

export const activity = z.object({
  id,
  at: timestamp,
  type: openEnum(activityTypes),
  /** null: the system. */
  actor: actor.nullable(),
  /** Whom or what it was done to, in words: an address, a name. */
  subject: z.string(),
  /** `code` is one of `activityCodes`. */
  ...detailFields,
});
export type Activity = z.infer<typeof activity>;

/** What both the list and the CSV can be narrowed by. */
const filters = {
  type: z.enum(activityTypes).optional(),
  /** A user's id. */
  actor: id.optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
};
export const activityFilters = z.strictObject(filters);

export const listActivity = defineEndpoint({
  name: 'activity.list',
  method: 'GET',
  path: '/api/organizations/:organizationId/activity',
  summary: "List an organization's activity, newest first",
  access: 'account',
  params: z.object({ organizationId: id }),
  query: z.strictObject({ ...pageQuery, ...filters }),
  status: 200,
  answer: pageOf(activity),
  problems: ['organization_not_found', 'forbidden'],
});
