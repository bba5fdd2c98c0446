import { timingSafeEqual } from 'node:crypto';
import { and, eq, gt, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../database/database.ts';
import { fieldProblem, Problem } from '../http/problem.ts';
import type { ServiceContext } from '../http/service-context.ts';
import { codeLifetimeMs, codePauseMs, codeTries, makeInviteCode, newCodeNonce } from './invite-code.ts';
import { codeJob } from './invite-job.ts';
import type { InviteRecord } from './invite-repository.ts';
import { inviteCodes } from './invite-table.ts';
import { tooManySends } from './invite-service.ts';
import { openSendBudget } from './send-budget.ts';

const wrongCode = 'This code is wrong or no longer valid. Send a new one.';

/**
 * Mails a new code to the invited address; the one before it is void.
 *
 * @throws Problem `rate_limited` within a minute of the last one, or when the address got enough mails
 */
export async function mailInviteCode(
  { mailQueue }: Pick<ServiceContext, 'mailQueue'>,
  tx: Transaction,
  invite: Pick<InviteRecord, 'id' | 'email'>,
  now: Date,
): Promise<void> {
  const mail = { email: invite.email, inviterId: null };
  const budget = await openSendBudget(tx, null, [mail]);
  const [recent] = await tx
    .select({ sentAt: inviteCodes.sentAt })
    .from(inviteCodes)
    .where(eq(inviteCodes.inviteId, invite.id));
  const wait = recent ? codePauseMs - (now.getTime() - recent.sentAt.getTime()) : 0;
  if (wait > 0) {
    const retryAfter = Math.ceil(wait / 1000);
    throw new Problem(
      'rate_limited',
      `A code was sent a moment ago. Send another one in ${retryAfter} seconds.`,
      {
        retryAfter,
      },
    );
  }
  if (!budget.take(mail)) throw tooManySends(invite.email);
  await budget.keep();
  const code = {
    nonce: newCodeNonce(),
    expiresAt: new Date(now.getTime() + codeLifetimeMs),
    triesLeft: codeTries,
    sentAt: now,
  };
  await tx
    .insert(inviteCodes)
    .values({ inviteId: invite.id, ...code })
    .onConflictDoUpdate({ target: inviteCodes.inviteId, set: code });
  await mailQueue.enqueue(tx, [codeJob(invite.id, code.nonce)]);
}

/**
 * Spends one try on a code. In a transaction of its own: a try counts whatever becomes of the registration.
 *
 * @throws Problem `validation_failed` at `code`
 */
export async function checkInviteCode(
  { database, secrets }: { database: Database } & Pick<ServiceContext, 'secrets'>,
  inviteId: string,
  code: string | undefined,
): Promise<void> {
  const digits = code?.replace(/\s/g, '') ?? '';
  if (!/^\d{6}$/.test(digits))
    throw fieldProblem('code', 'Enter the 6 digits that were mailed to this address.');
  const [row] = await database.orm
    .update(inviteCodes)
    .set({ triesLeft: sql`${inviteCodes.triesLeft} - 1` })
    .where(
      and(
        eq(inviteCodes.inviteId, inviteId),
        gt(inviteCodes.triesLeft, 0),
        gt(inviteCodes.expiresAt, sql`now()`),
      ),
    )
    .returning({ nonce: inviteCodes.nonce });
  const right = row && makeInviteCode(secrets, inviteId, row.nonce);
  if (!right || !timingSafeEqual(Buffer.from(right), Buffer.from(digits)))
    throw fieldProblem('code', wrongCode);
}

export async function forgetInviteCode(tx: Transaction, inviteId: string): Promise<void> {
  await tx.delete(inviteCodes).where(eq(inviteCodes.inviteId, inviteId));
}
