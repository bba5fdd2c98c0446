import { z } from 'zod';
import type { MailJob } from '../mail/mail-queue.ts';

export const inviteMailKind = 'invite';
export const codeMailKind = 'invite-code';

/** Which send of which invite; the mail itself is made when it goes out, from what the database says then. */
export const inviteMailData = z.object({ inviteId: z.string(), send: z.number().int() });
/** The digits are made from the nonce when the mail goes out: none are in the database. */
export const codeMailData = z.object({ inviteId: z.string(), nonce: z.string() });

export function mailJob(inviteId: string, send: number): MailJob {
  return { kind: inviteMailKind, data: { inviteId, send } satisfies z.infer<typeof inviteMailData> };
}

/** One mail to the invitee before the invite expires. */
export const reminderMailKind = 'invite-reminder';
export const reminderMailData = z.object({ inviteId: z.string() });

export function reminderJob(inviteId: string): MailJob {
  return { kind: reminderMailKind, data: { inviteId } satisfies z.infer<typeof reminderMailData> };
}

/** What the inviter is told. */
export const outcomeMailKind = 'invite-outcome';
export const outcomeMailData = z.object({
  inviteId: z.string(),
  outcome: z.enum(['accepted', 'declined', 'failed']),
});
export type InviteOutcome = z.infer<typeof outcomeMailData>['outcome'];

export function outcomeJob(inviteId: string, outcome: InviteOutcome): MailJob {
  return { kind: outcomeMailKind, data: { inviteId, outcome } satisfies z.infer<typeof outcomeMailData> };
}

export function codeJob(inviteId: string, nonce: string): MailJob {
  return { kind: codeMailKind, data: { inviteId, nonce } satisfies z.infer<typeof codeMailData> };
}
