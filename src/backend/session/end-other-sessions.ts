import { appendEvents } from '../event-log/append-events.ts';
import type { Caller } from '../platform/auth/caller.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { endLiveSessions } from './session-repository.ts';

/** Ends all sessions of the caller but the one that asks. */
export async function endOtherSessions(
  { database }: Pick<ServiceContext, 'database'>,
  caller: Caller,
): Promise<void> {
  await database.transaction(async (tx) => {
    const ended = await endLiveSessions(tx, caller.userId, { except: caller.sessionId });
    if (ended.length > 0) await appendEvents(tx, [{ type: 'session.ended', sessionIds: ended }]);
  });
}
