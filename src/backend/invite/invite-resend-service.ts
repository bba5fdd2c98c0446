import type { Invite } from '#contract/invite';
import { recordActivity } from '../activity/activity-service.ts';
import { answers } from '../database/answers.ts';
import type { Transaction } from '../database/database.ts';
import type { Caller } from '../http/caller.ts';
import { Problem } from '../http/problem.ts';
import type { ServiceContext } from '../http/service-context.ts';
import { appendEvents, type NewEvent } from '../live/event-service.ts';
import { requireAccess } from '../organization/organization-access-service.ts';
import { lockSeats } from '../seat/seat-service.ts';
import { changeSeats, noSeatSentence } from '../seat/seat.ts';
import { notOpen } from './invite-ending-service.ts';
import { mailJob } from './invite-job.ts';
import { addToTimeline, toInvite, updateInvite, type InviteRow } from './invite-repository.ts';
import { byWhom, requireInvite, tooManySends } from './invite-service.ts';
import { inviteUrl, signInviteToken } from './invite-token.ts';
import { renewInvite } from './invite.ts';
import { openSendBudget } from './send-budget.ts';

interface InviteId {
  organizationId: string;
  inviteId: string;
}

/**
 * Extends an open invite by seven days and mails the same link again.
 *
 * @throws Problem `organization_not_found`, `forbidden`, `invite_not_found`, `invite_not_open`,
 *   `seat_limit_reached` for an expired one without a free seat, `rate_limited`
 */
export async function resendInvite(
  { mailQueue, sendsPerDay }: Pick<ServiceContext, 'mailQueue' | 'sendsPerDay'>,
  tx: Transaction,
  caller: Caller,
  { organizationId, inviteId }: InviteId,
): Promise<Invite> {
  const [{ seats, now }, { actor }, { invite, inviterName }] = await answers(
    lockSeats(tx, organizationId),
    requireAccess(tx, caller, organizationId, 'manage'),
    requireInvite(tx, organizationId, inviteId),
  );
  if (invite.status !== 'pending') throw notOpen(invite.status);
  const state = {
    ...invite,
    status: invite.status,
    recentSends: invite.recentSends.map((sent) => new Date(sent)),
  };
  const renewal = renewInvite(state, seats, now);
  if ('refused' in renewal) {
    switch (renewal.refused) {
      case 'seat_limit_reached':
        throw new Problem('seat_limit_reached', noSeatSentence(seats));
      case 'rate_limited':
        throw new Problem(
          'rate_limited',
          `This invite was mailed often enough within an hour. Try again in ${Math.ceil(renewal.retryAfter / 60)} minutes.`,
          { retryAfter: renewal.retryAfter },
        );
    }
  }
  const mail = { email: invite.email, inviterId: actor.userId };
  const budget = await openSendBudget(tx, { organizationId, sendsPerDay }, [mail]);
  if (!budget.take(mail)) throw tooManySends(invite.email);
  const updated = await updateInvite(tx, invite.id, {
    expiresAt: renewal.renewed.expiresAt,
    recentSends: renewal.renewed.recentSends.map((sent) => sent.toISOString()),
    lastSentAt: now,
    sendCount: invite.sendCount + 1,
    deliveryStatus: 'queued',
    deliveryAttempts: 0,
    deliveryError: null,
    expiryAnnounced: false,
    reminded: false,
  });
  if (!updated) throw new Error('an invite vanished under its lock');
  await addToTimeline(tx, [
    { inviteId: invite.id, at: now, event: 'resent', detail: `by ${byWhom(actor)}` },
    { inviteId: invite.id, at: now, event: 'queued' },
  ]);
  await mailQueue.enqueue(tx, [mailJob(invite.id, updated.sendCount)]);
  await recordActivity(tx, [
    { organizationId, type: 'invite.resent', actor, subject: invite.email, detail: invite.role, at: now },
  ]);
  const renewed = toInvite({ invite: updated, inviterName }, now);
  const events: NewEvent[] = [{ type: 'invite.resent', organizationId, data: { invite: renewed } }];
  if (renewal.takesSeat) {
    events.push({
      type: 'seats.changed',
      organizationId,
      data: { seats: changeSeats(seats, { pendingInvites: 1 }) },
    });
  }
  await appendEvents(tx, events);
  return renewed;
}

/**
 * A link for the admin to hand over. It is not the mailed one: it proves no mailbox.
 *
 * @throws Problem `organization_not_found`, `forbidden`, `invite_not_found`, `invite_not_open`
 */
export async function createInviteLink(
  { secrets, publicUrl }: Pick<ServiceContext, 'secrets' | 'publicUrl'>,
  tx: Transaction,
  caller: Caller,
  { organizationId, inviteId }: InviteId,
): Promise<{ url: string }> {
  const { actor } = await requireAccess(tx, caller, organizationId, 'manage');
  const { invite }: InviteRow = await requireInvite(tx, organizationId, inviteId);
  if (invite.status !== 'pending') throw notOpen(invite.status);
  const at = new Date();
  await addToTimeline(tx, [{ inviteId: invite.id, at, event: 'link_copied', detail: `by ${byWhom(actor)}` }]);
  await recordActivity(tx, [
    { organizationId, type: 'invite.link_copied', actor, subject: invite.email, detail: invite.role, at },
  ]);
  return { url: inviteUrl(publicUrl(), signInviteToken(secrets, invite.id, 'copied')) };
}
