import type { ApiKey } from '#contract/api-key/api';
import type { Caller } from '../platform/auth/caller.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { findApiKeys } from './api-key-repository.ts';
import { toApiKey } from './api-key.ts';

/** The caller's keys, the newest first. */
export async function listApiKeys(
  { database }: Pick<ServiceContext, 'database'>,
  caller: Caller,
): Promise<ApiKey[]> {
  const rows = await findApiKeys(database.orm, caller.userId);
  return rows.map(toApiKey);
}
