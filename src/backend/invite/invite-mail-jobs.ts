import { z } from 'zod';
import type { MailJob } from '../mail/mail-queue.ts';

export const inviteMailKind = 'invite';
export const codeMailKind = 'invite-code';

/** A send of an invite; the email is made from the database when it is sent. */
export const inviteMailData = z.object({ inviteId: z.string(), send: z.number().int() });
/** The digits are made from the nonce when the email is sent, so that they are not in the database. */
export const codeMailData = z.object({ inviteId: z.string(), nonce: z.string() });

export function inviteMailJob(inviteId: string, send: number): MailJob {
  return { kind: inviteMailKind, data: { inviteId, send } satisfies z.infer<typeof inviteMailData> };
}

/** The email to the invitee before the invite expires. */
export const reminderMailKind = 'invite-reminder';
export const reminderMailData = z.object({ inviteId: z.string() });

export function reminderJob(inviteId: string): MailJob {
  return { kind: reminderMailKind, data: { inviteId } satisfies z.infer<typeof reminderMailData> };
}

/** The email that tells the inviter what happened to an invite. Queued jobs have these names. */
export const inviterNoticeKind = 'invite-outcome';
export const inviterNoticeData = z.object({
  inviteId: z.string(),
  outcome: z.enum(['accepted', 'declined', 'failed']),
});
export type InviterNotice = z.infer<typeof inviterNoticeData>['outcome'];

export function inviterNoticeJob(inviteId: string, outcome: InviterNotice): MailJob {
  return { kind: inviterNoticeKind, data: { inviteId, outcome } satisfies z.infer<typeof inviterNoticeData> };
}

export function codeJob(inviteId: string, nonce: string): MailJob {
  return { kind: codeMailKind, data: { inviteId, nonce } satisfies z.infer<typeof codeMailData> };
}
