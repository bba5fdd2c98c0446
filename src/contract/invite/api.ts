import { z } from 'zod';
import { actor, detailFields } from '../activity/api.ts';
import { email } from '../email.ts';
import { openEnum } from '../open-enum.ts';
import { defineEndpoint, id, pageOf, pageQuery, timestamp } from '../endpoint.ts';
import { assignableRoles } from '../member/model.ts';
import { problemCodes } from '../problem.ts';
import { seats } from '../seat/api.ts';
import {
  addressStatuses,
  deliveryStatuses,
  inviteFilters,
  inviteSorts,
  inviteStatuses,
  maxBulkInvites,
  timelineEvents,
} from './model.ts';

export const delivery = z.object({
  status: openEnum(deliveryStatuses),
  attempts: z.number().int(),
  /** The mail server's words, when it refused. */
  error: z.string().nullable(),
});
export type Delivery = z.infer<typeof delivery>;

export const invite = z.object({
  id,
  organizationId: id,
  email: z.string(),
  role: openEnum(assignableRoles),
  status: openEnum(inviteStatuses),
  createdAt: timestamp,
  expiresAt: timestamp,
  lastSentAt: timestamp,
  sendCount: z.number().int(),
  /** null: the inviter's account is no more. */
  invitedBy: z.object({ id, name: z.string() }).nullable(),
  delivery,
  /** When a person probably first opened the mailed link. */
  openedAt: timestamp.nullable(),
  endedAt: timestamp.nullable(),
});
export type Invite = z.infer<typeof invite>;

export const inviteWithTimeline = invite.extend({
  timeline: z.array(
    z.object({
      at: timestamp,
      event: openEnum(timelineEvents),
      /** null: the system, or an entry of which only the sentence is known. Release 0.1 does not send it. */
      actor: actor.nullable().optional(),
      /** `code` is one of `timelineCodes`. */
      ...detailFields,
    }),
  ),
});
export type InviteWithTimeline = z.infer<typeof inviteWithTimeline>;

const organizationParams = z.object({ organizationId: id });
const inviteParams = z.object({ organizationId: id, inviteId: id });
const invitation = { email, role: z.enum(assignableRoles) };

export const listInvites = defineEndpoint({
  name: 'invite.list',
  method: 'GET',
  path: '/api/organizations/:organizationId/invites',
  summary: "List an organization's invites (open ones by default)",
  access: 'account',
  params: organizationParams,
  query: z.strictObject({
    ...pageQuery,
    status: z.enum(inviteFilters).default('open'),
    role: z.enum(assignableRoles).optional(),
    delivery: delivery.shape.status.optional(),
    /** A user's id. */
    invitedBy: id.optional(),
    sort: z.enum(inviteSorts).default('created'),
  }),
  status: 200,
  answer: pageOf(invite),
  problems: ['organization_not_found', 'forbidden'],
});

export const createInvite = defineEndpoint({
  name: 'invite.create',
  method: 'POST',
  path: '/api/organizations/:organizationId/invites',
  summary: 'Invite someone by email',
  access: 'account',
  idempotent: true,
  params: organizationParams,
  body: z.strictObject(invitation),
  status: 201,
  answer: invite,
  problems: [
    'organization_not_found',
    'forbidden',
    'seat_limit_reached',
    'invite_already_pending',
    'already_member',
  ],
});

/** One row of a bulk call, as sent: the address is judged row by row, so that one bad row stops no other. */
const bulkRow = z.strictObject({ email: z.string().max(1000), role: z.string().max(100) });

export const bulkResult = z.object({
  email: z.string(),
  role: z.string(),
  outcome: openEnum(['invited', 'refused']),
  code: openEnum(problemCodes).optional(),
  inviteId: id.optional(),
});
export type BulkResult = z.infer<typeof bulkResult>;

export const bulkInvite = defineEndpoint({
  name: 'invite.bulk',
  method: 'POST',
  path: '/api/organizations/:organizationId/invites/bulk',
  summary: 'Invite up to 1,000 people; each row gets its own result, and seats are filled in order',
  access: 'account',
  idempotent: true,
  params: organizationParams,
  body: z.strictObject({ invites: z.array(bulkRow).min(1).max(maxBulkInvites) }),
  status: 200,
  answer: z.object({ results: z.array(bulkResult) }),
  // A thousand invites are a thousand emails to write: a busy server takes its time over them.
  timeLimitMs: 120_000,
  problems: ['organization_not_found', 'forbidden'],
});

export const checkInvites = defineEndpoint({
  name: 'invite.check',
  method: 'POST',
  path: '/api/organizations/:organizationId/invites/check',
  summary: 'Check which addresses can be invited, without inviting anyone',
  access: 'account',
  params: organizationParams,
  body: z.strictObject({ emails: z.array(z.string().max(1000)).min(1).max(maxBulkInvites) }),
  status: 200,
  answer: z.object({
    /** In the order of the addresses. */
    results: z.array(
      z.object({
        email: z.string(),
        status: openEnum(addressStatuses),
        /** The open invite to the address, also one that has expired and would be replaced. */
        invite: invite.optional(),
      }),
    ),
    seats,
  }),
  problems: ['organization_not_found', 'forbidden'],
});

export const getInvite = defineEndpoint({
  name: 'invite.get',
  method: 'GET',
  path: '/api/organizations/:organizationId/invites/:inviteId',
  summary: 'Get an invite with its timeline',
  access: 'account',
  params: inviteParams,
  status: 200,
  answer: inviteWithTimeline,
  problems: ['organization_not_found', 'forbidden', 'invite_not_found'],
});

export const resendInvite = defineEndpoint({
  name: 'invite.resend',
  method: 'POST',
  path: '/api/organizations/:organizationId/invites/:inviteId/resend',
  summary: 'Resend an invite with the same link, extended by 7 days',
  access: 'account',
  idempotent: true,
  params: inviteParams,
  body: z.strictObject({}),
  status: 200,
  answer: invite,
  problems: [
    'organization_not_found',
    'forbidden',
    'invite_not_found',
    'invite_not_open',
    'seat_limit_reached',
  ],
});

export const revokeInvite = defineEndpoint({
  name: 'invite.revoke',
  method: 'POST',
  path: '/api/organizations/:organizationId/invites/:inviteId/revoke',
  summary: 'Revoke an open invite; its link stops working',
  access: 'account',
  idempotent: true,
  params: inviteParams,
  body: z.strictObject({}),
  status: 200,
  answer: invite,
  problems: ['organization_not_found', 'forbidden', 'invite_not_found', 'invite_not_open'],
});

export const createInviteLink = defineEndpoint({
  name: 'invite.link',
  method: 'POST',
  path: '/api/organizations/:organizationId/invites/:inviteId/link',
  summary: 'Create a link to share directly; registering with it requires an emailed code',
  access: 'account',
  // Not kept under an idempotency key: the answer is a link, and none is in the database.
  params: inviteParams,
  body: z.strictObject({}),
  status: 200,
  answer: z.object({ url: z.string() }),
  problems: ['organization_not_found', 'forbidden', 'invite_not_found', 'invite_not_open'],
});

export const swapInvite = defineEndpoint({
  name: 'invite.swap',
  method: 'POST',
  path: '/api/organizations/:organizationId/invites/:inviteId/swap',
  summary: 'Revoke an open invite and invite someone else in its place, both or neither',
  access: 'account',
  idempotent: true,
  params: inviteParams,
  body: z.strictObject(invitation),
  status: 201,
  answer: invite,
  problems: [
    'organization_not_found',
    'forbidden',
    'invite_not_found',
    'invite_not_open',
    'seat_limit_reached',
    'invite_already_pending',
    'already_member',
  ],
});
