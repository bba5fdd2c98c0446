import { v7 as uuidv7 } from 'uuid';
import type { ApiKey } from '#contract/api-key/api';
import type { ApiKeyScope } from '#contract/api-key/model';
import type { Caller } from '../platform/auth/caller.ts';
import { fieldProblem } from '../platform/errors/problem.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { confirmPassword } from '../user/confirm-password.ts';
import { notifyOfChange } from '../user/security-notice.ts';
import { insertApiKey } from './api-key-repository.ts';
import { allScopes, makeApiKey, toApiKey } from './api-key.ts';

/**
 * Creates a key. It acts for the caller, with the permissions that the caller has at the time of each call. It outlasts the
 * caller's session, so that it takes the password, and the caller gets an email about it.
 *
 * @returns the key itself as well, which cannot be shown again
 * @throws Problem `validation_failed` for an expiry that has passed, `invalid_credentials`, `rate_limited`
 */
export async function createApiKey(
  context: Pick<ServiceContext, 'database' | 'secrets' | 'mailQueue'>,
  caller: Caller,
  {
    name,
    expiresAt,
    scopes = allScopes,
    password,
    address,
  }: {
    name: string;
    expiresAt?: string | undefined;
    scopes?: ApiKeyScope[] | undefined;
    password: string;
    address: string;
  },
): Promise<ApiKey & { key: string }> {
  const expiry = expiresAt === undefined ? null : new Date(expiresAt);
  if (expiry && expiry.getTime() <= Date.now())
    throw fieldProblem('expiresAt', 'Choose a time in the future.');
  await confirmPassword(context, caller, { password, address });
  const { key, hash, prefix } = makeApiKey();
  const { userId } = caller;
  const row = await context.database.transaction(async (tx) => {
    await notifyOfChange(context, tx, { userId, change: 'api_key_created', keyName: name });
    return insertApiKey(tx, {
      id: uuidv7(),
      userId,
      name,
      hash,
      prefix,
      scopes: [...new Set(scopes)],
      createdAt: new Date(),
      expiresAt: expiry,
    });
  });
  if (!row) throw new Error('an API key was not written');
  return { ...toApiKey(row), key };
}
