import { and, eq, isNull, ne, sql } from 'drizzle-orm';
import { z } from 'zod';
import { normalizeEmail } from '#contract/email-address';
import type { Transaction } from '../database/database.ts';
import type { Caller } from '../http/caller.ts';
import { Problem } from '../http/problem.ts';
import { macKey } from '../http/secret.ts';
import type { ServiceContext } from '../http/service-context.ts';
import { countAttempt } from '../http/throttle.ts';
import { appendEvents } from '../live/event-service.ts';
import type { Mailer } from '../mail/mailer.ts';
import type { MailQueue } from '../mail/mail-queue.ts';
import { hashNewPassword } from './account-service.ts';
import { isGenuineAccountToken, readAccountToken, signAccountToken } from './account-token.ts';
import { countLoginAttempt, forgiveLoginAttempt, networkOf } from './login-throttle.ts';
import { verifyPassword } from './password.ts';
import { passwordResetMail } from './password-reset-mail.ts';
import { findUser, findUserByEmail, type UserRow } from './session-repository.ts';
import { sessions } from './session-table.ts';
import { users } from './user-table.ts';

type Context = Pick<ServiceContext, 'database' | 'secrets'>;

const resetMailKind = 'password-reset';
const resetMailData = z.object({ email: z.string(), askedAt: z.iso.datetime() });

/** How long a mailed link to choose a new password serves. */
const resetLifetimeMs = 60 * 60 * 1000;

/** Mails to one account, and asked for from one address, within an hour. */
const resetsPerAccount = 5;
const resetsPerAddress = 50;
const resetWindowSeconds = 60 * 60;

/**
 * Makes sure that it is the caller who sits there.
 *
 * @throws Problem `invalid_credentials`, `rate_limited`
 */
export async function confirmPassword(
  context: Context,
  caller: Caller,
  { password, address }: { password: string; address: string },
): Promise<void> {
  const attempt = { email: caller.email, address };
  await countLoginAttempt(context, attempt);
  const user = await findUser(context.database.orm, caller.userId);
  if (!(await verifyPassword(password, user?.passwordHash))) {
    throw new Problem('invalid_credentials', 'The password is wrong.');
  }
  await forgiveLoginAttempt(context, attempt);
}

/**
 * Changes the caller's password; all their other sessions end.
 *
 * @throws Problem `invalid_credentials`, `validation_failed` for one that is too common, `rate_limited`
 */
export async function changePassword(
  context: Context,
  caller: Caller,
  { current, next, address }: { current: string; next: string; address: string },
): Promise<void> {
  await confirmPassword(context, caller, { password: current, address });
  const passwordHash = await hashNewPassword(next, caller.email, 'next');
  await context.database.transaction((tx) => setPassword(tx, caller.userId, passwordHash, caller.sessionId));
}

/**
 * Queues a mail with a link to choose a new password. Whether there is such an account is found out when the mail goes
 * out: the answer is the same, in words and time, for one that there is not. Asked too often, nothing is mailed, and
 * the answer is the same again.
 */
export async function askForReset(
  { database, secrets, mailQueue }: Context & Pick<ServiceContext, 'mailQueue'>,
  { email: typed, address }: { email: string; address: string },
): Promise<void> {
  const email = normalizeEmail(typed);
  // What is no address has no account: counted like any other, and never mailed.
  const account = macKey(secrets, 'password reset throttle')
    .sign(email ?? '')
    .toString('base64url');
  const retryAfter = await countAttempt(
    database,
    [
      { key: `reset account:${account}`, limit: resetsPerAccount },
      { key: `reset address:${networkOf(address)}`, limit: resetsPerAddress },
    ],
    resetWindowSeconds,
  );
  if (retryAfter !== undefined) return;
  const data = { email: email ?? '', askedAt: new Date().toISOString() } satisfies z.infer<
    typeof resetMailData
  >;
  await database.transaction((tx) => mailQueue.enqueue(tx, [{ kind: resetMailKind, data }]));
}

/** Says who sends these mails; before the queue is started. */
export function handlePasswordMails(
  mailQueue: Pick<MailQueue, 'handle'>,
  context: Context & Pick<ServiceContext, 'publicUrl'> & { mailer: Mailer },
): void {
  mailQueue.handle(resetMailKind, async (data) => {
    const { email, askedAt } = resetMailData.parse(data);
    const expiresAt = new Date(Date.parse(askedAt) + resetLifetimeMs);
    const user = await findUserByEmail(context.database.orm, email);
    if (!user || expiresAt.getTime() <= Date.now()) return;
    const token = signAccountToken(context.secrets, 'password reset', {
      userId: user.id,
      passwordHash: user.passwordHash,
      expiresAt,
    });
    const { origin, hostname } = new URL(context.publicUrl());
    await context.mailer.send({
      ...passwordResetMail({
        link: `${origin}/Account/ResetPassword?token=${token}`,
        expiresAt: expiresAt.toISOString(),
      }),
      to: user.email,
      messageId: `<${user.id}.reset.${Date.parse(askedAt)}@${hostname}>`,
    });
  });
}

/** Whose password a link may change; undefined for one that is unknown, used or too old. */
export async function findPasswordReset(
  context: Context,
  token: string,
): Promise<{ email: string } | undefined> {
  const user = await findUserOfReset(context, token);
  return user && { email: user.email };
}

/**
 * Chooses a new password through a mailed link. All sessions of the account end.
 *
 * @throws Problem `not_found` for a link that serves no more; `validation_failed` for a password that is too common
 */
export async function resetPassword(
  context: Context,
  { token, password }: { token: string; password: string },
): Promise<void> {
  const user = await findUserOfReset(context, token);
  if (!user) throw resetOver();
  const passwordHash = await hashNewPassword(password, user.email);
  await context.database.transaction(async (tx) => {
    await setPassword(tx, user.id, passwordHash, undefined, user.passwordHash);
  });
}

async function findUserOfReset({ database, secrets }: Context, token: string): Promise<UserRow | undefined> {
  const userId = readAccountToken(token);
  const user = userId === undefined ? undefined : await findUser(database.orm, userId);
  return user && isGenuineAccountToken(secrets, 'password reset', token, user.passwordHash)
    ? user
    : undefined;
}

/** @param before when given, the hash that must still be there: of two at once, one wins */
async function setPassword(
  tx: Transaction,
  userId: string,
  passwordHash: string,
  keepSessionId?: string,
  before?: string,
): Promise<void> {
  const changed = await tx
    .update(users)
    .set({ passwordHash })
    .where(and(eq(users.id, userId), before === undefined ? undefined : eq(users.passwordHash, before)))
    .returning({ id: users.id });
  if (changed.length === 0) throw resetOver();
  const ended = await tx
    .update(sessions)
    .set({ endedAt: sql`now()` })
    .where(
      and(
        eq(sessions.userId, userId),
        isNull(sessions.endedAt),
        keepSessionId === undefined ? undefined : ne(sessions.id, keepSessionId),
      ),
    )
    .returning({ id: sessions.id });
  if (ended.length > 0) {
    await appendEvents(tx, [{ type: 'session.ended', sessionIds: ended.map(({ id }) => id) }]);
  }
}

function resetOver(): Problem {
  return new Problem('not_found', 'This link was used already or is too old. Ask for a new one.');
}
