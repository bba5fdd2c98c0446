import { Problem } from '../platform/errors/problem.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { findUser, type UserRow } from '../user/user-repository.ts';
import { isGenuineAccountToken, readAccountToken } from './account-token.ts';
import { hashNewPassword } from './hash-new-password.ts';
import { countApiKeys } from './account-api-keys.ts';
import { setPassword } from './set-password.ts';

type Context = Pick<ServiceContext, 'database' | 'secrets'>;

/**
 * Chooses a new password through an emailed link. All sessions of the account end.
 *
 * @param revokesApiKeys whether its API keys end as well: somebody else may have made them
 * @returns whose password it is
 * @throws Problem `not_found` for a link that no longer works; `validation_failed` for a password that is too common
 */
export async function resetPassword(
  context: Context & Pick<ServiceContext, 'mailQueue'>,
  { token, password, revokesApiKeys }: { token: string; password: string; revokesApiKeys: boolean },
): Promise<{ userId: string }> {
  const user = await findUserOfReset(context, token);
  if (!user) throw resetLinkInvalid();
  const passwordHash = await hashNewPassword(password, user.email);
  await context.database.transaction(async (tx) => {
    const { id: userId, passwordHash: replacedHash } = user;
    const change = { userId, passwordHash, replacedHash, revokesApiKeys };
    if (!(await setPassword(context, tx, change))) throw resetLinkInvalid();
  });
  return { userId: user.id };
}

/** The account whose password a link can change, and how many API keys it has; undefined for a link that is unknown, used or too old. */
export async function findPasswordReset(
  context: Context,
  token: string,
): Promise<{ email: string; apiKeys: number } | undefined> {
  const user = await findUserOfReset(context, token);
  return user && { email: user.email, apiKeys: await countApiKeys(context.database.orm, user.id) };
}

async function findUserOfReset({ database, secrets }: Context, token: string): Promise<UserRow | undefined> {
  const userId = readAccountToken('password reset', token);
  const user = userId === undefined ? undefined : await findUser(database.orm, userId);
  return user && isGenuineAccountToken(secrets, 'password reset', token, user.passwordHash)
    ? user
    : undefined;
}

function resetLinkInvalid(): Problem {
  return new Problem('not_found', 'This link has expired or has already been used. Request a new one.');
}
