import type { Registration } from '#contract/account/api';
import { createAccount } from '../account/create-account.ts';
import { requireStrongPassword } from '../account/hash-new-password.ts';
import { hashPassword } from '../platform/crypto/password.ts';
import { fieldProblem } from '../platform/errors/problem.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import type { Origin } from '../session/start-session.ts';
import { startWebSession } from '../session/web-session.ts';
import { joinOrganization } from './answer-invite.ts';
import { checkInviteCode, deleteInviteCode } from './check-invite-code.ts';
import { requireOpenInvite, lockOpenInvite } from './open-invite.ts';

/**
 * Creates the account of the invited address, joins the organization and starts a web session, all in one transaction.
 *
 * @param code required for a copied link, which proves no mailbox
 * @throws Problem `invite_not_found`, `invite_not_open`; `validation_failed` at `password` or `code`, or at `email`
 *   when the address has an account by now
 */
export async function registerInvitee(
  context: Pick<ServiceContext, 'database' | 'secrets' | 'mailQueue'>,
  {
    token,
    registration,
    code,
    origin,
  }: {
    token: string;
    registration: Registration;
    code?: string | undefined;
    origin: Origin;
  },
): Promise<{ cookie: string; userId: string }> {
  const { database, secrets } = context;
  const { kind, row } = await requireOpenInvite(context, token);
  const { email } = row.invite;
  await requireStrongPassword(registration.password, email);
  // Before the password is hashed: who guesses codes must not keep the server busy.
  if (kind === 'copied') await checkInviteCode(context, row.invite.id, code);
  const passwordHash = await hashPassword(registration.password);
  return database.transaction(async (tx) => {
    const locked = await lockOpenInvite(tx, row.invite);
    const user = await createAccount(tx, { ...registration, email, passwordHash });
    if (!user) throw fieldProblem('email', 'This address now has an account. Sign in to join.');
    await deleteInviteCode(tx, row.invite.id);
    // The account is new, and a member of nothing.
    await joinOrganization(context, tx, { ...locked, user, isMember: false });
    const cookie = await startWebSession({ secrets }, tx, { id: user.id, passwordHash }, origin);
    return { cookie, userId: user.id };
  });
}
