import { unauthenticated, type Caller } from '../platform/auth/caller.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { confirmPassword } from '../user/confirm-password.ts';
import { hashNewPassword } from './hash-new-password.ts';
import { setPassword } from './set-password.ts';

/**
 * Changes the caller's password; all their other sessions end.
 *
 * @throws Problem `unauthenticated` when the account is gone, `invalid_credentials`, `validation_failed` for a password that is too common, `rate_limited`
 */
export async function changePassword(
  context: Pick<ServiceContext, 'database' | 'secrets' | 'mailQueue'>,
  caller: Caller,
  { current, next, address }: { current: string; next: string; address: string },
): Promise<void> {
  await confirmPassword(context, caller, { password: current, address });
  const passwordHash = await hashNewPassword(next, caller.email, 'next');
  await context.database.transaction(async (tx) => {
    const { userId, sessionId } = caller;
    const changed = await setPassword(context, tx, { userId, passwordHash, keepSessionId: sessionId });
    if (!changed) throw unauthenticated();
  });
}
