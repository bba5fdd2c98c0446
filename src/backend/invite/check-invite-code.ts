import { timingSafeEqual } from 'node:crypto';
import { and, eq, gt, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../database/database.ts';
import { inviteCodes } from '../database/tables/invites.ts';
import { fieldProblem } from '../platform/errors/problem.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { makeInviteCode } from './invite-code.ts';

const tooManyTries = 'Too many tries: request a new code.';

/**
 * Checks a code and counts the try. It runs in a transaction of its own, so that the try counts even if the registration
 * fails. A code that a newer one has replaced costs no try: the person has mistaken the email.
 *
 * @param typed the digits as people type and paste them: full-width ones, in groups with spaces or hyphens
 * @throws Problem `validation_failed` at `code`
 */
export async function checkInviteCode(
  { database, secrets }: { database: Database } & Pick<ServiceContext, 'secrets'>,
  inviteId: string,
  typed: string | undefined,
): Promise<void> {
  const digits = (typed ?? '').normalize('NFKC').replace(/[\s\p{Pd}\p{Cf}]/gu, '');
  if (!/^\d{6}$/.test(digits)) throw fieldProblem('code', 'Enter the 6 digits we emailed you.');
  const isCodeOf = (nonce: string): boolean =>
    timingSafeEqual(Buffer.from(makeInviteCode(secrets, inviteId, nonce)), Buffer.from(digits));
  const tried = await database.transaction(async (tx) => {
    const [row] = await tx
      .select()
      .from(inviteCodes)
      .where(
        and(
          eq(inviteCodes.inviteId, inviteId),
          gt(inviteCodes.triesLeft, 0),
          gt(inviteCodes.expiresAt, sql`now()`),
        ),
      )
      .for('update');
    if (!row) return undefined;
    // All of them are compared, whichever matches: the time says nothing.
    const matches = [row.nonce, ...row.replacedNonces].map(isCodeOf);
    const [isRight = false, ...replaced] = matches;
    if (!isRight && replaced.includes(true)) return 'replaced';
    const triesLeft = row.triesLeft - 1;
    await tx.update(inviteCodes).set({ triesLeft }).where(eq(inviteCodes.inviteId, inviteId));
    return isRight ? 'right' : triesLeft;
  });
  if (tried === undefined) throw fieldProblem('code', await whyUnusable(database, inviteId));
  if (tried === 'right') return;
  if (tried === 'replaced') {
    throw fieldProblem('code', 'That code has been replaced. Enter the one from our latest email.');
  }
  if (tried === 0) throw fieldProblem('code', tooManyTries);
  throw fieldProblem('code', `That code isn't right. ${tried === 1 ? '1 try' : `${tried} tries`} left.`);
}

/** Why no code of an invite can be used: it has none, or a code that has expired or has no tries left. */
async function whyUnusable({ orm }: Database, inviteId: string): Promise<string> {
  const [code] = await orm
    .select({ expired: sql<boolean>`${inviteCodes.expiresAt} <= now()` })
    .from(inviteCodes)
    .where(eq(inviteCodes.inviteId, inviteId));
  if (!code) return "That code isn't right. Request a new one.";
  return code.expired ? 'That code has expired. Request a new one.' : tooManyTries;
}

export async function deleteInviteCode(tx: Transaction, inviteId: string): Promise<void> {
  await tx.delete(inviteCodes).where(eq(inviteCodes.inviteId, inviteId));
}
