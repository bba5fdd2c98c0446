import { eq, sql } from 'drizzle-orm';
import type { Transaction } from '../database/database.ts';
import { pluralize } from '../platform/text/pluralize.ts';
import { inviteCodes } from '../database/tables/invites.ts';
import { Problem } from '../platform/errors/problem.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { codeLifetimeMs, codePauseMs, codeTries, mostReplacedCodes, newCodeNonce } from './invite-code.ts';
import { codeJob } from './invite-mail-jobs.ts';
import { tooManySends } from './invite-problems.ts';
import type { InviteRecord } from './invite-repository.ts';
import { requireOpenInvite, lockOpenInvite } from './open-invite.ts';
import { openCodeQuota } from './send-quota.ts';

/**
 * Emails the six digits that a registration through a copied link requires.
 *
 * @throws Problem `invite_not_found`, `invite_not_open`, `rate_limited`
 */
export async function sendInviteCode(
  context: Pick<ServiceContext, 'database' | 'secrets' | 'mailQueue'>,
  { token }: { token: string },
): Promise<void> {
  const { row } = await requireOpenInvite(context, token);
  await context.database.transaction(async (tx) => {
    const { row: locked, now } = await lockOpenInvite(tx, row.invite);
    await mailInviteCode(context, tx, locked.invite, now);
  });
}

/** The replaced code joins those before it; the oldest are forgotten. */
const withReplaced = sql`(array_prepend(${inviteCodes.nonce}, ${inviteCodes.replacedNonces}))[1:${sql.raw(String(mostReplacedCodes))}]`;

/**
 * Emails a new code to the invited address; the previous code becomes invalid.
 *
 * @throws Problem `rate_limited` within a minute of the last one, or when the quota of the address is used up
 */
async function mailInviteCode(
  { mailQueue }: Pick<ServiceContext, 'mailQueue'>,
  tx: Transaction,
  invite: Pick<InviteRecord, 'id' | 'organizationId' | 'email'>,
  now: Date,
): Promise<void> {
  const quota = await openCodeQuota(tx, invite.organizationId, invite);
  const [recent] = await tx
    .select({ sentAt: inviteCodes.sentAt })
    .from(inviteCodes)
    .where(eq(inviteCodes.inviteId, invite.id));
  const wait = recent ? codePauseMs - (now.getTime() - recent.sentAt.getTime()) : 0;
  if (wait > 0) {
    const retryAfter = Math.ceil(wait / 1000);
    throw new Problem(
      'rate_limited',
      `We just sent you a code. You can request another in ${pluralize(retryAfter, 'second')}.`,
      { retryAfter },
    );
  }
  const exceeded = quota.take(invite);
  if (exceeded) throw tooManySends(invite.email, exceeded);
  await quota.commit();
  const code = {
    nonce: newCodeNonce(),
    expiresAt: new Date(now.getTime() + codeLifetimeMs),
    triesLeft: codeTries,
    sentAt: now,
  };
  await tx
    .insert(inviteCodes)
    .values({ inviteId: invite.id, ...code })
    .onConflictDoUpdate({
      target: inviteCodes.inviteId,
      set: { ...code, replacedNonces: withReplaced },
    });
  await mailQueue.enqueue(tx, [codeJob(invite.id, code.nonce)]);
}
