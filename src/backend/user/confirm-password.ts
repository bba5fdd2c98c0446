import type { Caller } from '../platform/auth/caller.ts';
import { clearSignInAttempts, countSignInAttempt } from '../platform/auth/sign-in-throttle.ts';
import { verifyPassword } from '../platform/crypto/password.ts';
import { Problem } from '../platform/errors/problem.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { findUser } from './user-repository.ts';

/**
 * Verifies that the caller knows the account's password: an open screen is not enough for what follows.
 *
 * @throws Problem `invalid_credentials`, `rate_limited`
 */
export async function confirmPassword(
  context: Pick<ServiceContext, 'database' | 'secrets'>,
  caller: Caller,
  { password, address }: { password: string; address: string },
): Promise<void> {
  const attempt = { sessionId: caller.sessionId, address };
  await countSignInAttempt(context, attempt);
  const user = await findUser(context.database.orm, caller.userId);
  if (!(await verifyPassword(password, user?.passwordHash))) {
    throw new Problem('invalid_credentials', "That password isn't right. Try again.");
  }
  await clearSignInAttempts(context, attempt);
}
