import { z } from 'zod';
import { email } from './email.ts';
import { defineEndpoint, id, pageOf, pageQuery, timestamp } from './endpoint.ts';
import { assignableRole } from './member.ts';
import { problemCode } from './problem.ts';

/** An invite is valid for exactly 7 × 24 h; a resend adds as much again. */
export const inviteLifetimeMs = 7 * 24 * 60 * 60 * 1000;
/** "Expires soon": within 48 h. */
export const expiringSoonMs = 48 * 60 * 60 * 1000;
export const maxBulkInvites = 1000;

/** `expired` is derived: a pending invite past its expiry, which holds no seat. */
export const inviteStatus = z.enum(['pending', 'expired', 'accepted', 'declined', 'revoked']);
export type InviteStatus = z.infer<typeof inviteStatus>;

export const delivery = z.object({
  status: z.enum(['queued', 'sent', 'failed']),
  attempts: z.number().int(),
  /** The mail server's words, when it refused. */
  error: z.string().nullable(),
});
export type Delivery = z.infer<typeof delivery>;

export const invite = z.object({
  id,
  organizationId: id,
  email: z.string(),
  role: assignableRole,
  status: inviteStatus,
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

export const timelineEvent = z.enum([
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
]);
export type TimelineEvent = z.infer<typeof timelineEvent>;

export const inviteWithTimeline = invite.extend({
  timeline: z.array(z.object({ at: timestamp, event: timelineEvent, detail: z.string().nullable() })),
});
export type InviteWithTimeline = z.infer<typeof inviteWithTimeline>;

export const inviteFilter = z.enum([...inviteStatus.options, 'open', 'all']);
export type InviteFilter = z.infer<typeof inviteFilter>;
export const inviteSort = z.enum(['created', 'expires', 'email']);
export type InviteSort = z.infer<typeof inviteSort>;

const organizationParams = z.object({ organizationId: id });
const inviteParams = z.object({ organizationId: id, inviteId: id });
const invitation = { email, role: assignableRole };

export const listInvites = defineEndpoint({
  name: 'invite.list',
  method: 'GET',
  path: '/api/organizations/:organizationId/invites',
  summary: 'Invites of an organization; the open ones unless asked otherwise',
  access: 'account',
  params: organizationParams,
  query: z.strictObject({
    ...pageQuery,
    status: inviteFilter.default('open'),
    role: assignableRole.optional(),
    delivery: delivery.shape.status.optional(),
    /** A user's id. */
    invitedBy: id.optional(),
    sort: inviteSort.default('created'),
  }),
  status: 200,
  answer: pageOf(invite),
  problems: ['organization_not_found', 'forbidden'],
});

export const createInvite = defineEndpoint({
  name: 'invite.create',
  method: 'POST',
  path: '/api/organizations/:organizationId/invites',
  summary: 'Invite somebody by e-mail',
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
  outcome: z.enum(['invited', 'refused']),
  code: problemCode.optional(),
  inviteId: id.optional(),
});
export type BulkResult = z.infer<typeof bulkResult>;

export const createInvitesInBulk = defineEndpoint({
  name: 'invite.bulk',
  method: 'POST',
  path: '/api/organizations/:organizationId/invites/bulk',
  summary: 'Invite up to 1,000 people; each row is judged by itself, seats go out in order',
  access: 'account',
  idempotent: true,
  params: organizationParams,
  body: z.strictObject({ invites: z.array(bulkRow).min(1).max(maxBulkInvites) }),
  status: 200,
  answer: z.object({ results: z.array(bulkResult) }),
  problems: ['organization_not_found', 'forbidden'],
});

export const getInvite = defineEndpoint({
  name: 'invite.get',
  method: 'GET',
  path: '/api/organizations/:organizationId/invites/:inviteId',
  summary: 'One invite with its timeline',
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
  summary: 'Extend the expiry by 7 days and mail the same link again',
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
  summary: 'Cancel an open invite; its link stops working',
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
  summary: 'A link to hand over by other means; registering through it asks for a mailed code',
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
  summary: 'Revoke an open invite and invite somebody else in its place, both or neither',
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
