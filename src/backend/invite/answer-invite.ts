import { v7 as uuidv7 } from 'uuid';
import type { Member } from '#contract/member/api';
import { activityInsertion, type NewActivity } from '../activity-log/record-activity.ts';
import type { Transaction } from '../database/database.ts';
import { inOrder } from '../database/in-order.ts';
import { writeTogether, type Statement } from '../database/combined-statement.ts';
import { appendingOf, type NewEvent } from '../event-log/append-events.ts';
import { memberInsertion, toMember } from '../member/member-repository.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { changeSeats } from '../seat/seat-rules.ts';
import { fullName } from '../user/user.ts';
import { inviterNoticeJob } from './invite-mail-jobs.ts';
import { inviteEnding, timelineInsertion } from './invite-repository.ts';
import { holdsSeat } from './invite-rules.ts';
import { toInvite } from './invite-view.ts';
import type { AnsweredInvite } from './open-invite.ts';

/** Makes the invitee a member and ends the invite as accepted. */
export async function joinOrganization(
  context: Pick<ServiceContext, 'mailQueue'>,
  tx: Transaction,
  answered: AnsweredInvite,
): Promise<void> {
  const { row, user, isMember, now } = answered;
  if (isMember) return writeAnswer(context, tx, answered, 'accepted');
  const { organizationId, role } = row.invite;
  const member = { id: uuidv7(), organizationId, role, joinedAt: now };
  const shown = toMember({ ...user, ...member, userId: user.id, lastActiveAt: null });
  return writeAnswer(context, tx, answered, 'accepted', {
    member: shown,
    statements: memberInsertion(member, user),
  });
}

/**
 * Ends an invite as its invitee answered it, and writes timeline, activity, the email to the inviter, and events.
 *
 * @param joined the member that the invitee became, and the statements that write it
 */
export async function writeAnswer(
  { mailQueue }: Pick<ServiceContext, 'mailQueue'>,
  tx: Transaction,
  { row: { invite, inviterName }, seats, now, user }: AnsweredInvite,
  status: 'accepted' | 'declined',
  joined?: { member: Member; statements: Statement[] },
): Promise<void> {
  const { organizationId } = invite;
  const actor = { userId: user.id, name: fullName(user), staff: false };
  const detail = { code: 'role', params: { role: invite.role } } as const;
  const about = { organizationId, actor, detail, at: now };
  const ended = toInvite({ invite: { ...invite, status, endedAt: now }, inviterName }, now);
  const change = { members: joined ? 1 : 0, pendingInvites: holdsSeat(invite, now) ? -1 : 0 };
  const activities: NewActivity[] = [{ ...about, type: `invite.${status}`, subject: invite.email }];
  const events: NewEvent[] = [{ type: `invite.${status}`, organizationId, data: { invite: ended } }];
  if (joined) {
    activities.push({ ...about, type: 'member.joined', subject: `${fullName(user)} <${user.email}>` });
    events.push({ type: 'member.joined', organizationId, data: { member: joined.member } });
  }
  events.push({ type: 'seats.changed', organizationId, data: { seats: changeSeats(seats, change) } });
  await inOrder(
    mailQueue.enqueue(tx, invite.invitedBy === null ? [] : [inviterNoticeJob(invite.id, status)]),
    // At the end, because it has the events.
    writeTogether(tx, [
      ...(joined?.statements ?? []),
      ...inviteEnding([invite.id], status, now),
      ...timelineInsertion([{ inviteId: invite.id, at: now, event: status, actor }]),
      ...activityInsertion(activities),
      ...appendingOf(events),
    ]),
  );
}
