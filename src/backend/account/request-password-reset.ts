import { normalizeEmail } from '#contract/email-address';
import { networkOf } from '../platform/auth/sign-in-throttle.ts';
import { countAttempt } from '../platform/auth/throttle.ts';
import { macKey } from '../platform/crypto/secret.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { passwordResetJob } from './password-reset-mail-handler.ts';

/** Emails to one account, and requests from one address, within the window. */
const maxPerAccount = 5;
const maxPerAddress = 50;
const windowSeconds = 60 * 60;

/**
 * Queues an email with a link for choosing a new password. The mail handler looks up the account, so that the answer is
 * the same, in text and time, for an address without one. Above the limit nothing is queued, and the answer is the
 * same again.
 *
 * @param returnPath a path that `localPath` has validated, to go on at once the password has been changed
 */
export async function requestPasswordReset(
  { database, secrets, mailQueue }: Pick<ServiceContext, 'database' | 'secrets' | 'mailQueue'>,
  { email: typed, address, returnPath }: { email: string; address: string; returnPath?: string | undefined },
): Promise<void> {
  const email = normalizeEmail(typed);
  // A malformed address has no account: it is counted like any other, and never mailed.
  const account = macKey(secrets, 'password reset throttle')
    .sign(email ?? '')
    .toString('base64url');
  const retryAfter = await countAttempt(
    database,
    [
      { key: `reset account:${account}`, limit: maxPerAccount },
      { key: `reset address:${networkOf(address)}`, limit: maxPerAddress },
    ],
    windowSeconds,
  );
  if (retryAfter !== undefined) return;
  const job = passwordResetJob(secrets, { email: email ?? '', now: new Date(), returnPath });
  await database.transaction((tx) => mailQueue.enqueue(tx, [job]));
}
