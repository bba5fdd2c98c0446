import { eq } from 'drizzle-orm';
import type { Delivery } from '#contract/invite';
import type { ServiceContext } from '../http/service-context.ts';
import { appendEvents } from '../live/event-service.ts';
import { MailRefused, type Mailer } from '../mail/mailer.ts';
import type { MailAttempt, MailQueue } from '../mail/mail-queue.ts';
import { listMembershipsOfUser } from '../member/membership-service.ts';
import { findAccount } from '../session/account-service.ts';
import { makeInviteCode } from './invite-code.ts';
import {
  codeMailData,
  codeMailKind,
  inviteMailData,
  inviteMailKind,
  outcomeJob,
  outcomeMailData,
  outcomeMailKind,
  reminderMailData,
  reminderMailKind,
  type InviteOutcome,
} from './invite-job.ts';
import { codeMail, inviteMail } from './invite-mail.ts';
import { outcomeMail, reminderMail } from './invite-notice-mail.ts';
import {
  addToTimeline,
  findInviteBehindLink,
  findInviteById,
  toInvite,
  updateInvite,
} from './invite-repository.ts';
import { invites } from './invite-table.ts';
import { inviteUrl, signInviteToken } from './invite-token.ts';
import { statusAt } from './invite.ts';

type Context = Pick<ServiceContext, 'database' | 'secrets' | 'mailQueue' | 'publicUrl'> & { mailer: Mailer };

/** Says who sends the mails of invites; before the queue is started. */
export function handleInviteMails(
  mailQueue: Pick<MailQueue, 'handle' | 'handleDead'>,
  context: Context,
): void {
  mailQueue.handle(inviteMailKind, (data, attempt) =>
    deliverInvite(context, inviteMailData.parse(data), attempt),
  );
  mailQueue.handleDead(inviteMailKind, (data) => giveUp(context, inviteMailData.parse(data)));
  mailQueue.handle(codeMailKind, (data) => deliverCode(context, codeMailData.parse(data)));
  mailQueue.handle(reminderMailKind, (data) => deliverReminder(context, reminderMailData.parse(data)));
  mailQueue.handle(outcomeMailKind, (data) => deliverOutcome(context, outcomeMailData.parse(data)));
}

/** An invite that was revoked, or has ended otherwise, before its mail went out is not mailed. */
async function deliverInvite(
  context: Context,
  { inviteId, send }: { inviteId: string; send: number },
  attempt: MailAttempt,
): Promise<void> {
  const found = await findDeliverable(context, inviteId);
  if (!found) return;
  const { invite, inviterName, organization } = found;
  const content = inviteMail({
    organizationName: organization.name,
    inviterName: invite.invitedBy === null ? null : inviterName,
    role: invite.role,
    expiresAt: invite.expiresAt.toISOString(),
    link: inviteUrl(context.publicUrl(), signInviteToken(context.secrets, invite.id, 'mailed')),
  });
  try {
    await context.mailer.send({
      ...content,
      to: invite.email,
      messageId: messageId(context.publicUrl(), `${invite.id}.${send}`),
    });
  } catch (error) {
    if (!(error instanceof MailRefused)) throw error;
    const gaveUp = error.permanent || attempt.last;
    await recordDelivery(context, {
      inviteId,
      send,
      delivery: { status: gaveUp ? 'failed' : 'queued', attempts: attempt.number, error: error.words },
    });
    throw error;
  }
  await recordDelivery(context, {
    inviteId,
    send,
    delivery: { status: 'sent', attempts: attempt.number, error: null },
  });
}

/** Nobody is left to send it: a server may have died with each attempt. One that was refused says so already. */
async function giveUp(
  context: Context,
  { inviteId, send }: { inviteId: string; send: number },
): Promise<void> {
  const row = await findInviteById(context.database.orm, inviteId);
  if (row?.invite.deliveryStatus !== 'queued' || row.invite.sendCount !== send) return;
  const { deliveryAttempts: attempts, deliveryError: error } = row.invite;
  await recordDelivery(context, {
    inviteId,
    send,
    delivery: { status: 'failed', attempts, error: error ?? 'The mail could not be sent.' },
  });
}

async function deliverCode(
  context: Context,
  { inviteId, nonce }: { inviteId: string; nonce: string },
): Promise<void> {
  const found = await findDeliverable(context, inviteId);
  if (!found) return;
  const code = makeInviteCode(context.secrets, inviteId, nonce);
  await context.mailer.send({
    ...codeMail({ organizationName: found.organization.name, code }),
    to: found.invite.email,
    messageId: messageId(context.publicUrl(), `${inviteId}.code.${nonce}`),
  });
}

async function deliverReminder(context: Context, { inviteId }: { inviteId: string }): Promise<void> {
  const found = await findDeliverable(context, inviteId);
  // Resent meanwhile: it is reminded of anew.
  if (!found?.invite.reminded) return;
  const { invite, organization } = found;
  await context.mailer.send({
    ...reminderMail({
      organizationName: organization.name,
      role: invite.role,
      expiresAt: invite.expiresAt.toISOString(),
      link: inviteUrl(context.publicUrl(), signInviteToken(context.secrets, invite.id, 'mailed')),
    }),
    to: invite.email,
    messageId: messageId(context.publicUrl(), `${invite.id}.reminder.${invite.expiresAt.getTime()}`),
  });
}

/** An inviter who is no longer a member is told nothing. */
async function deliverOutcome(
  context: Context,
  { inviteId, outcome }: { inviteId: string; outcome: InviteOutcome },
): Promise<void> {
  const row = await findInviteBehindLink(context.database.orm, inviteId);
  if (!row || row.invite.invitedBy === null) return;
  const inviter = await findAccount(context.database.orm, row.invite.invitedBy);
  if (!inviter) return;
  const memberships = await listMembershipsOfUser(context.database.orm, inviter.id);
  const stillThere = memberships.some(({ organizationId }) => organizationId === row.organization.id);
  if (!stillThere && !inviter.staff) return;
  await context.mailer.send({
    ...outcomeMail({
      organizationName: row.organization.name,
      email: row.invite.email,
      outcome,
      error: row.invite.deliveryError,
    }),
    to: inviter.email,
    messageId: messageId(context.publicUrl(), `${row.invite.id}.${outcome}.${row.invite.sendCount}`),
  });
}

/** An invite that can still be accepted; undefined: there is nothing to mail any more. */
async function findDeliverable({ database }: Context, inviteId: string) {
  const row = await findInviteBehindLink(database.orm, inviteId);
  return row && statusAt(row.invite, new Date()) === 'pending' ? row : undefined;
}

/** One per send, so that a mail which goes out twice after an unclear answer is one for the reader. */
function messageId(publicUrl: string, id: string): string {
  return `<${id}@${new URL(publicUrl).hostname}>`;
}

/** The list shows how the latest send fared; the timeline has each. */
async function recordDelivery(
  { database, mailQueue }: Pick<Context, 'database' | 'mailQueue'>,
  { inviteId, send, delivery }: { inviteId: string; send: number; delivery: Delivery },
): Promise<void> {
  await database.transaction(async (tx) => {
    const updated = await updateInvite(
      tx,
      inviteId,
      {
        deliveryStatus: delivery.status,
        deliveryAttempts: delivery.attempts,
        deliveryError: delivery.error,
      },
      eq(invites.sendCount, send),
    );
    const at = new Date();
    await addToTimeline(tx, [
      { inviteId, at, event: delivery.status === 'sent' ? 'sent' : 'failed', detail: delivery.error },
    ]);
    if (!updated) return;
    if (delivery.status === 'failed') await mailQueue.enqueue(tx, [outcomeJob(inviteId, 'failed')]);
    const row = await findInviteById(tx, inviteId);
    await appendEvents(tx, [
      {
        type: 'invite.delivery',
        organizationId: updated.organizationId,
        data: { invite: toInvite({ invite: updated, inviterName: row?.inviterName ?? null }, at) },
      },
    ]);
  });
}
