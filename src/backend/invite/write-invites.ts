import { v7 as uuidv7 } from 'uuid';
import type { Invite } from '#contract/invite/api';
import type { Written } from '#contract/open-enum';
import type { Seats } from '#contract/seat/api';
import { activityInsertion, type Actor, type NewActivity } from '../activity-log/record-activity.ts';
import type { Transaction } from '../database/database.ts';
import { inOrder } from '../database/in-order.ts';
import { wordsToFind } from '../database/search.ts';
import { writeTogether } from '../database/combined-statement.ts';
import { appendingOf, type NewEvent } from '../event-log/append-events.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { inviteMailJob } from './invite-mail-jobs.ts';
import {
  endInvites,
  inviteInsertion,
  timelineInsertion,
  type InviteRecord,
  type InviteRow,
} from './invite-repository.ts';
import { expiryOf, type Invitation } from './invite-rules.ts';
import type { NewTimelineEntry } from './invite-timeline.ts';
import { toInvite } from './invite-view.ts';

/** An invite to insert, without the columns that the database generates. */
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
    search: wordsToFind(email),
  };
}

const replacedByNewInvite = { code: 'replaced_by_new_invite', params: {} } as const;

/** The invites of one organization to write. */
export interface Decided {
  organizationId: string;
  /** Expired invites to the same addresses. */
  replaced: (InviteRow & { actor: Actor })[];
  created: { actor: Actor; row: NewInvite; invite: Written<Invite> }[];
  /** The seats afterwards. */
  seats: Seats;
  now: Date;
}

/**
 * Writes invites with their timeline, activity and events in one statement, and the jobs of their emails in another. They are
 * the last ones of the transaction, because of the events.
 *
 * @param earlierEvents the events of what the same transaction did before
 */
export async function writeInvites(
  { mailQueue }: Pick<ServiceContext, 'mailQueue'>,
  tx: Transaction,
  decided: readonly Decided[],
  earlierEvents: NewEvent[],
): Promise<void> {
  const written = decided.filter(({ created }) => created.length > 0);
  const created = written.flatMap((those) => those.created);
  await inOrder(
    // Before the new invites: there is one open invite for an address.
    ...written.map(({ replaced, now }) =>
      endInvites(
        tx,
        replaced.map(({ invite }) => invite.id),
        'revoked',
        now,
      ),
    ),
    mailQueue.enqueue(
      tx,
      created.map(({ invite }) => inviteMailJob(invite.id, invite.sendCount)),
    ),
    writeTogether(tx, [
      ...inviteInsertion(created.map(({ row }) => row)),
      ...timelineInsertion(written.flatMap(timelineOf)),
      ...activityInsertion(written.flatMap(activityOf)),
      ...appendingOf([...earlierEvents, ...written.flatMap(eventsOf)]),
    ]),
  );
}

function timelineOf({ replaced, created, now: at }: Decided): NewTimelineEntry[] {
  return [
    ...replaced.map(({ invite, actor }): NewTimelineEntry => ({
      inviteId: invite.id,
      at,
      event: 'revoked',
      actor,
      detail: replacedByNewInvite,
    })),
    ...created.flatMap(({ actor, invite: { id } }): NewTimelineEntry[] => [
      { inviteId: id, at, event: 'created', actor },
      { inviteId: id, at, event: 'queued' },
    ]),
  ];
}

function activityOf({ organizationId, replaced, created, now: at }: Decided): NewActivity[] {
  return [
    ...replaced.map(({ invite, actor }): NewActivity => ({
      organizationId,
      type: 'invite.revoked',
      actor,
      subject: invite.email,
      detail: replacedByNewInvite,
      at,
    })),
    ...created.map(({ actor, invite: { email, role } }): NewActivity => ({
      organizationId,
      type: 'invite.created',
      actor,
      subject: email,
      detail: { code: 'role', params: { role } },
      at,
    })),
  ];
}

function eventsOf({ organizationId, replaced, created, seats, now }: Decided): NewEvent[] {
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
