import type { ServiceContext } from '../http/service-context.ts';
import { MailRefused, type Mailer, type MailMessage } from '../mail/mailer.ts';
import type { MailAttempt, MailQueue } from '../mail/mail-queue.ts';
import { listMembershipsOfUser } from '../member/membership-service.ts';
import { findAccount } from '../session/account-service.ts';
import { makeInviteCode } from './invite-code.ts';
import { createDeliveryRecord, type RecordDelivery } from './invite-delivery-record.ts';
import {
  codeMailData,
  codeMailKind,
  inviteMailData,
  inviteMailKind,
  outcomeMailData,
  outcomeMailKind,
  reminderMailData,
  reminderMailKind,
  type InviteOutcome,
} from './invite-job.ts';
import { createLookAhead, type InviteToMail, type LookAhead } from './invite-look-ahead.ts';
import { codeMail, inviteMail } from './invite-mail.ts';
import { outcomeMail, reminderMail } from './invite-notice-mail.ts';
import { findInviteBehindLink, findInviteById } from './invite-repository.ts';
import { inviteUrl, signInviteToken } from './invite-token.ts';
import { statusAt } from './invite.ts';

type Context = Pick<ServiceContext, 'database' | 'secrets' | 'mailQueue' | 'publicUrl'> & { mailer: Mailer };

/** Says who sends the mails of invites; before the queue is started. */
export function handleInviteMails(
  mailQueue: Pick<MailQueue, 'handle' | 'handleDead'>,
  context: Context,
): void {
  const delivering = {
    ...context,
    record: createDeliveryRecord(context),
    lookAhead: createLookAhead(context),
  };
  mailQueue.handle(inviteMailKind, (data, attempt, claim) =>
    deliverInvite(delivering, inviteMailData.parse(data), attempt, claim),
  );
  mailQueue.handleDead(inviteMailKind, (data) => giveUp(delivering, inviteMailData.parse(data)));
  mailQueue.handle(codeMailKind, (data) => deliverCode(context, codeMailData.parse(data)));
  mailQueue.handle(reminderMailKind, (data) => deliverReminder(context, reminderMailData.parse(data)));
  mailQueue.handle(outcomeMailKind, (data) => deliverOutcome(context, outcomeMailData.parse(data)));
}

/** An invite that was revoked, or has ended otherwise, before its mail went out is not mailed. */
async function deliverInvite(
  { lookAhead, record, ...context }: Context & { lookAhead: LookAhead; record: RecordDelivery },
  job: { inviteId: string; send: number },
  attempt: MailAttempt,
  claim: AbortSignal,
): Promise<void> {
  const lookUp = lookAhead(job.inviteId);
  try {
    const sent = await context.mailer.sendWhenFree(async () => {
      const found = await lookUp();
      // Another server's by now, or this one is leaving: it is sent from there, or later.
      claim.throwIfAborted();
      return found && isToBeMailed(found, job.send) ? messageOf(context, found, job.send) : undefined;
    });
    if (!sent) return;
  } catch (error) {
    if (!(error instanceof MailRefused)) throw error;
    const gaveUp = error.permanent || attempt.last;
    await record({
      ...job,
      delivery: { status: gaveUp ? 'failed' : 'queued', attempts: attempt.number, error: error.words },
    });
    throw error;
  }
  await record({ ...job, delivery: { status: 'sent', attempts: attempt.number, error: null } });
}

function isToBeMailed({ invite, now }: InviteToMail, send: number): boolean {
  // Of a server that died between sending it and saying so to the queue: this mail has gone out.
  const sent = invite.sendCount === send && invite.deliveryStatus === 'sent';
  return !sent && statusAt(invite, now) === 'pending';
}

function messageOf(
  { publicUrl, secrets }: Pick<Context, 'publicUrl' | 'secrets'>,
  { invite, inviterName, organization }: InviteToMail,
  send: number,
): MailMessage {
  const content = inviteMail({
    organizationName: organization.name,
    inviterName: invite.invitedBy === null ? null : inviterName,
    role: invite.role,
    expiresAt: invite.expiresAt.toISOString(),
    link: inviteUrl(publicUrl(), signInviteToken(secrets, invite.id, 'mailed')),
  });
  return { ...content, to: invite.email, messageId: messageId(publicUrl(), `${invite.id}.${send}`) };
}

/** Nobody is left to send it: a server may have died with each attempt. One that was refused says so already. */
async function giveUp(
  { database, record }: Pick<Context, 'database'> & { record: RecordDelivery },
  { inviteId, send }: { inviteId: string; send: number },
): Promise<void> {
  const row = await findInviteById(database.orm, inviteId);
  if (row?.invite.deliveryStatus !== 'queued' || row.invite.sendCount !== send) return;
  const { deliveryAttempts: attempts, deliveryError: error } = row.invite;
  await record({
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
  return row && statusAt(row.invite, row.now) === 'pending' ? row : undefined;
}

/** One per send, so that a mail which goes out twice after an unclear answer is one for the reader. */
function messageId(publicUrl: string, id: string): string {
  return `<${id}@${new URL(publicUrl).hostname}>`;
}
