import type { Invite } from '#contract/invite/api';
import { authorize } from '../access/authorize.ts';
import { recordActivity } from '../activity-log/record-activity.ts';
import type { Transaction } from '../database/database.ts';
import { inOrder } from '../database/in-order.ts';
import { appendEvents, type NewEvent } from '../event-log/append-events.ts';
import type { Caller } from '../platform/auth/caller.ts';
import { Problem } from '../platform/errors/problem.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { lockSeats } from '../seat/lock-seats.ts';
import { changeSeats, noSeatMessage } from '../seat/seat-rules.ts';
import { pluralize } from '../platform/text/pluralize.ts';
import { addToTimeline, updateInvite } from './invite-repository.ts';
import { inviteMailJob } from './invite-mail-jobs.ts';
import { notOpen, tooManySends } from './invite-problems.ts';
import { renewInvite } from './invite-rules.ts';
import { toInvite } from './invite-view.ts';
import { requireInvite, type InviteId } from './require-invite.ts';
import { openSendQuota } from './send-quota.ts';
import type { Written } from '#contract/open-enum';

/**
 * Extends an open invite by seven days and emails the same link again.
 *
 * @throws Problem `organization_not_found`, `forbidden`, `invite_not_found`, `invite_not_open`, `seat_limit_reached` for an
 *   expired invite without a free seat, `rate_limited`
 */
export async function resendInvite(
  { mailQueue, sendsPerDay }: Pick<ServiceContext, 'mailQueue' | 'sendsPerDay'>,
  tx: Transaction,
  caller: Caller,
  { organizationId, inviteId }: InviteId,
): Promise<Written<Invite>> {
  // Sent together and answered in this order, so that the caller is authorized under the lock.
  const [{ seats, now }, { actor }, { invite, inviterName }] = await inOrder(
    lockSeats(tx, organizationId),
    authorize(tx, caller, organizationId, 'manage'),
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
        throw new Problem('seat_limit_reached', noSeatMessage(seats));
      case 'rate_limited':
        throw new Problem(
          'rate_limited',
          `This invite has been sent too often in the last hour. Try again in ${pluralize(Math.ceil(renewal.retryAfter / 60), 'minute')}.`,
          { retryAfter: renewal.retryAfter },
        );
    }
  }
  const mail = { organizationId, email: invite.email, inviterId: actor.userId };
  const quota = await openSendQuota(tx, { sendsPerDay }, [mail]);
  const exceeded = quota.take(mail);
  if (exceeded) throw tooManySends(invite.email, exceeded);
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
    { inviteId: invite.id, at: now, event: 'resent', actor },
    { inviteId: invite.id, at: now, event: 'queued' },
  ]);
  await mailQueue.enqueue(tx, [inviteMailJob(invite.id, updated.sendCount)]);
  await recordActivity(tx, [
    {
      organizationId,
      type: 'invite.resent',
      actor,
      subject: invite.email,
      detail: { code: 'role', params: { role: invite.role } },
      at: now,
    },
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
