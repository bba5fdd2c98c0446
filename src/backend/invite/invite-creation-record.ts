import { v7 as uuidv7 } from 'uuid';
import type { Invite } from '#contract/invite';
import type { Seats } from '#contract/seat';
import { recordActivity, type Actor, type NewActivity } from '../activity/activity-service.ts';
import type { Transaction } from '../database/database.ts';
import { searchWords } from '../database/search.ts';
import type { ServiceContext } from '../http/service-context.ts';
import type { NewEvent } from '../live/event-service.ts';
import { mailJob } from './invite-job.ts';
import {
  addToTimeline,
  endInvites,
  insertInvites,
  toInvite,
  type InviteRecord,
  type InviteRow,
} from './invite-repository.ts';
import { byWhom } from './invite-service.ts';
import { expiryOf, type Invitation } from './invite.ts';

/** As it is written: what the database works out by itself is not there yet. */
type NewInvite = Omit<InviteRecord, 'deliveryFailed'>;

/** The invite that an invitation becomes. */
export function newInvite(
  { email, role }: Invitation,
  organizationId: string,
  actor: Actor,
  now: Date,
): NewInvite {
  return {
    id: uuidv7(),
    organizationId,
    email,
    role,
    status: 'pending',
    createdAt: now,
    expiresAt: expiryOf(now),
    lastSentAt: now,
    sendCount: 1,
    recentSends: [now.toISOString()],
    invitedBy: actor.userId,
    deliveryStatus: 'queued',
    deliveryAttempts: 0,
    deliveryError: null,
    openedAt: null,
    endedAt: null,
    expiryAnnounced: false,
    reminded: false,
    search: searchWords(email),
  };
}

/** What was decided of invitations to one organization. */
interface Decided {
  organizationId: string;
  /** Expired invites to the same addresses. */
  replaced: (InviteRow & { actor: Actor })[];
  created: { actor: Actor; row: NewInvite; invite: Invite }[];
  now: Date;
}

/** Sends all that is to be written of invites and their mails, without waiting in between; the events are the caller's. */
export function writeInvites(
  tx: Transaction,
  { mailQueue, organizationId, replaced, created, now }: Decided & Pick<ServiceContext, 'mailQueue'>,
): Promise<unknown>[] {
  const act = (actor: Actor, type: NewActivity['type'], subject: string, detail: string): NewActivity => ({
    organizationId,
    type,
    actor,
    subject,
    detail,
    at: now,
  });
  return [
    endInvites(
      tx,
      replaced.map(({ invite }) => invite.id),
      'revoked',
      now,
    ),
    insertInvites(
      tx,
      created.map(({ row }) => row),
    ),
    addToTimeline(tx, [
      ...replaced.map(({ invite }) => ({
        inviteId: invite.id,
        at: now,
        event: 'revoked' as const,
        detail: 'Replaced by a new invite',
      })),
      ...created.flatMap(({ actor, invite: { id } }) => [
        { inviteId: id, at: now, event: 'created' as const, detail: `by ${byWhom(actor)}` },
        { inviteId: id, at: now, event: 'queued' as const },
      ]),
    ]),
    mailQueue.enqueue(
      tx,
      created.map(({ invite }) => mailJob(invite.id, invite.sendCount)),
    ),
    recordActivity(tx, [
      ...replaced.map(({ invite, actor }) =>
        act(actor, 'invite.revoked', invite.email, 'expired; replaced by a new invite'),
      ),
      ...created.map(({ actor, invite }) => act(actor, 'invite.created', invite.email, invite.role)),
    ]),
  ];
}

/** What is told of it; the seats are as they are then. */
export function eventsOf({
  organizationId,
  replaced,
  created,
  seats,
  now,
}: Decided & { seats: Seats }): NewEvent[] {
  return [
    ...replaced.map(({ invite, inviterName }): NewEvent => {
      const revoked = { ...invite, status: 'revoked' as const, endedAt: now };
      return {
        type: 'invite.revoked',
        organizationId,
        data: { invite: toInvite({ invite: revoked, inviterName }, now) },
      };
    }),
    ...created.map(({ invite }): NewEvent => ({ type: 'invite.created', organizationId, data: { invite } })),
    { type: 'seats.changed', organizationId, data: { seats } },
  ];
}
