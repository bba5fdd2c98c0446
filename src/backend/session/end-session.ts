import type { Transaction } from '../database/database.ts';
import { isUuid } from '../database/uuid.ts';
import { appendEvents } from '../event-log/append-events.ts';
import type { Caller } from '../platform/auth/caller.ts';
import { Problem } from '../platform/errors/problem.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { endLiveSessions, markSessionEnded } from './session-repository.ts';

/**
 * Ends one of the caller's own sessions, on every node: its streams close.
 *
 * @throws Problem `not_found` for a session that is not the caller's, or has ended
 */
export async function endSession(
  { database }: Pick<ServiceContext, 'database'>,
  caller: Caller,
  sessionId: string,
): Promise<void> {
  await database.transaction(async (tx) => {
    const ended = isUuid(sessionId) ? await endLiveSessions(tx, caller.userId, { only: sessionId }) : [];
    if (ended.length === 0)
      throw new Problem('not_found', "This session can't be found. It may have already ended.");
    await appendEvents(tx, [{ type: 'session.ended', sessionIds: ended }]);
  });
}

/** Ends a session whose credential was presented, on every node; one that has ended stays as it is. */
export async function endSessionOfCredential(tx: Transaction, sessionId: string): Promise<void> {
  if (await markSessionEnded(tx, sessionId)) {
    await appendEvents(tx, [{ type: 'session.ended', sessionIds: [sessionId] }]);
  }
}
