import { isUuid } from '../database/uuid.ts';
import { appendEvents } from '../event-log/append-events.ts';
import type { Caller } from '../platform/auth/caller.ts';
import { Problem } from '../platform/errors/problem.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { removeApiKey } from './api-key-repository.ts';

/**
 * Deletes a key; streams that were opened with it close.
 *
 * @throws Problem `not_found` for a key that is not the caller's
 */
export async function deleteApiKey(
  { database }: Pick<ServiceContext, 'database'>,
  caller: Caller,
  apiKeyId: string,
): Promise<void> {
  await database.transaction(async (tx) => {
    const deleted = isUuid(apiKeyId) && (await removeApiKey(tx, caller.userId, apiKeyId));
    if (!deleted) throw new Problem('not_found', "This API key can't be found. It may have been revoked.");
    await appendEvents(tx, [{ type: 'session.ended', sessionIds: [apiKeyId] }]);
  });
}
