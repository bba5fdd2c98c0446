import { z } from 'zod';
import { id, timestamp } from '../endpoint.ts';
import { invite } from '../invite/api.ts';
import { member } from '../member/api.ts';
import { seats } from '../seat/api.ts';

const about = { organizationId: id, at: timestamp };
const inviteEvent = <Type extends string>(type: Type) =>
  z.object({ type: z.literal(type), data: z.object({ ...about, invite }) });
const memberEvent = <Type extends string>(type: Type) =>
  z.object({ type: z.literal(type), data: z.object({ ...about, member }) });

/** One live event: `type` is the stream's `event:` field, `data` its JSON. */
export const liveEvent = z.discriminatedUnion('type', [
  inviteEvent('invite.created'),
  inviteEvent('invite.delivery'),
  inviteEvent('invite.opened'),
  inviteEvent('invite.resent'),
  inviteEvent('invite.revoked'),
  inviteEvent('invite.expired'),
  inviteEvent('invite.accepted'),
  inviteEvent('invite.declined'),
  memberEvent('member.joined'),
  memberEvent('member.role_changed'),
  memberEvent('member.removed'),
  z.object({ type: z.literal('seats.changed'), data: z.object({ ...about, seats }) }),
  z.object({ type: z.literal('organization.updated'), data: z.object(about) }),
  /** The server is going away for a moment; the client comes back when it is ready. */
  z.object({ type: z.literal('session.paused'), data: z.object({ at: timestamp }) }),
  /** Too much was missed to catch up: fetch everything again. */
  z.object({ type: z.literal('reset'), data: z.object({ at: timestamp }) }),
]);
export type LiveEvent = z.infer<typeof liveEvent>;
export type LiveEventType = LiveEvent['type'];
