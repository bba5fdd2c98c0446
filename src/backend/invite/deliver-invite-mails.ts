import type { MailAttempt, MailQueue } from '../mail/mail-queue.ts';
import { MailDeliveryError } from '../mail/mailer.ts';
import type { Mailer, MailMessage } from '../mail/mailer.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { findInviteBehindLink, findInviteById, findInviterNotice } from './found-invite.ts';
import { makeInviteCode } from './invite-code.ts';
import {
  codeMailData,
  codeMailKind,
  inviteMailData,
  inviteMailKind,
  inviterNoticeData,
  inviterNoticeKind,
  reminderMailData,
  reminderMailKind,
  type InviterNotice,
} from './invite-mail-jobs.ts';
import { codeMail, inviteMail } from './invite-mail.ts';
import { inviterNoticeMail, reminderMail } from './invite-notice-mail.ts';
import { createInvitePrefetch, type InviteToMail, type PrefetchInvite } from './invite-prefetch.ts';
import { statusAt } from './invite-rules.ts';
import { inviteUrl, signInviteToken } from './invite-token.ts';
import { createDeliveryRecord, type RecordDelivery } from './record-delivery.ts';

type Context = Pick<ServiceContext, 'database' | 'secrets' | 'mailQueue' | 'publicUrl'> & { mailer: Mailer };

/** Registers the handlers that send the emails of invites; call it before the queue is started. */
export function handleInviteMails(
  mailQueue: Pick<MailQueue, 'handle' | 'handleDeadLetter'>,
  context: Context,
): void {
  const delivering = {
    ...context,
    record: createDeliveryRecord(context),
    prefetch: createInvitePrefetch(context),
  };
  mailQueue.handle(inviteMailKind, (data, attempt, claim) =>
    deliverInvite(delivering, inviteMailData.parse(data), attempt, claim),
  );
  mailQueue.handleDeadLetter(inviteMailKind, (data) =>
    recordUndeliverable(delivering, inviteMailData.parse(data)),
  );
  mailQueue.handle(codeMailKind, (data) => deliverCode(context, codeMailData.parse(data)));
  mailQueue.handle(reminderMailKind, (data) => deliverReminder(context, reminderMailData.parse(data)));
  mailQueue.handle(inviterNoticeKind, (data) => deliverInviterNotice(context, inviterNoticeData.parse(data)));
}

/** Sends the email of an invite, unless the invite has ended since it was queued. */
async function deliverInvite(
  { prefetch, record, ...context }: Context & { prefetch: PrefetchInvite; record: RecordDelivery },
  job: { inviteId: string; send: number },
  attempt: MailAttempt,
  claim: AbortSignal,
): Promise<void> {
  const lookUp = prefetch(job.inviteId);
  try {
    const sent = await context.mailer.sendWhenFree(async () => {
      const found = await lookUp();
      // Another server has the job by now, or this one is shutting down: the email is sent there, or later.
      claim.throwIfAborted();
      return found && isToBeMailed(found, job.send) ? messageOf(context, found, job.send) : undefined;
    });
    if (!sent) return;
  } catch (error) {
    if (!(error instanceof MailDeliveryError)) throw error;
    const undeliverable = error.permanent || attempt.last;
    await record({
      ...job,
      delivery: {
        status: undeliverable ? 'failed' : 'queued',
        attempts: attempt.number,
        error: error.message,
      },
    });
    throw error;
  }
  await record({ ...job, delivery: { status: 'sent', attempts: attempt.number, error: null } });
}

function isToBeMailed({ invite, now }: InviteToMail, send: number): boolean {
  // A server died after it had sent this email and before it completed the job.
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
    email: invite.email,
  });
  return { ...content, to: invite.email, messageId: messageId(publicUrl(), `${invite.id}.${send}`) };
}

/**
 * Records a dead letter as failed: servers may have died during its attempts. A rejected email is recorded already.
 */
async function recordUndeliverable(
  { database, record }: Pick<Context, 'database'> & { record: RecordDelivery },
  { inviteId, send }: { inviteId: string; send: number },
): Promise<void> {
  const row = await findInviteById(database.orm, inviteId);
  if (row?.invite.deliveryStatus !== 'queued' || row.invite.sendCount !== send) return;
  const { deliveryAttempts: attempts, deliveryError: error } = row.invite;
  await record({
    inviteId,
    send,
    delivery: { status: 'failed', attempts, error: error ?? "The email couldn't be sent." },
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
  // The invite was resent since, and gets a new reminder.
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

/** Tells the inviter what happened to the invite, if they are still a member or staff. */
async function deliverInviterNotice(
  context: Context,
  { inviteId, outcome }: { inviteId: string; outcome: InviterNotice },
): Promise<void> {
  const notice = await findInviterNotice(context.database.orm, inviteId);
  if (!notice) return;
  const { inviterEmail, sendCount, inviteeName, deliveryError, ...content } = notice;
  await context.mailer.send({
    ...inviterNoticeMail({
      ...content,
      inviteeName: inviteeName ?? undefined,
      outcome,
      error: deliveryError,
    }),
    to: inviterEmail,
    messageId: messageId(context.publicUrl(), `${inviteId}.${outcome}.${sendCount}`),
  });
}

/** The invite if it can still be accepted; otherwise there is nothing to send. */
async function findDeliverable({ database }: Context, inviteId: string) {
  const row = await findInviteBehindLink(database.orm, inviteId);
  return row && statusAt(row.invite, row.now) === 'pending' ? row : undefined;
}

/** The same for all attempts of a send, so that mail programs show an email once that was sent twice. */
function messageId(publicUrl: string, id: string): string {
  return `<${id}@${new URL(publicUrl).hostname}>`;
}
