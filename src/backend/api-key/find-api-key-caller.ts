import type { Caller } from '../platform/auth/caller.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { isUsable } from '../user/demo-account.ts';
import { fullName } from '../user/user.ts';
import { findLiveApiKey, touchApiKey } from './api-key-repository.ts';
import { hashApiKey, toApiKey } from './api-key.ts';

/** The user that a key acts for; undefined for a key that is unknown, revoked or expired. */
export async function findApiKeyCaller(
  context: Pick<ServiceContext, 'database' | 'isDemo'>,
  key: string,
): Promise<Caller | undefined> {
  const { database } = context;
  const hash = hashApiKey(key);
  const row = hash === undefined ? undefined : await findLiveApiKey(database.orm, hash);
  if (!row || !isUsable(context, row.user)) return undefined;
  if (row.stale) await touchApiKey(database.orm, row.key.id);
  return {
    userId: row.user.id,
    sessionId: row.key.id,
    name: fullName(row.user),
    email: row.user.email,
    staff: row.user.actingStaff,
    scopes: toApiKey(row.key).scopes,
  };
}
