import { and, desc, eq, gt, isNull, ne, sql } from 'drizzle-orm';
import type { Session } from '#contract/session';
import type { Database } from '../database/database.ts';
import { isUuid } from '../database/uuid.ts';
import type { Caller } from '../http/caller.ts';
import { Problem } from '../http/problem.ts';
import { appendEvents } from '../live/event-service.ts';
import { sessions } from './session-table.ts';

const alive = and(isNull(sessions.endedAt), gt(sessions.expiresAt, sql`now()`));

/** Where the caller is signed in, the latest first. */
export async function listSessions({ database }: { database: Database }, caller: Caller): Promise<Session[]> {
  const rows = await database.orm
    .select()
    .from(sessions)
    .where(and(eq(sessions.userId, caller.userId), alive))
    .orderBy(desc(sessions.lastSeenAt), desc(sessions.id));
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    device: row.device,
    address: row.address,
    createdAt: row.createdAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    current: row.id === caller.sessionId,
  }));
}

/** @throws Problem `not_found` for one that is not the caller's, or over */
export async function endOwnSession(
  context: { database: Database },
  caller: Caller,
  sessionId: string,
): Promise<void> {
  const ended = isUuid(sessionId) ? await endWhere(context, caller, eq(sessions.id, sessionId)) : 0;
  if (ended === 0) throw new Problem('not_found', 'There is no such session.');
}

export async function endOtherSessions(context: { database: Database }, caller: Caller): Promise<void> {
  await endWhere(context, caller, ne(sessions.id, caller.sessionId));
}

async function endWhere(
  { database }: { database: Database },
  caller: Caller,
  which: ReturnType<typeof eq>,
): Promise<number> {
  return database.transaction(async (tx) => {
    const ended = await tx
      .update(sessions)
      .set({ endedAt: sql`now()` })
      .where(and(eq(sessions.userId, caller.userId), alive, which))
      .returning({ id: sessions.id });
    if (ended.length > 0) {
      await appendEvents(tx, [{ type: 'session.ended', sessionIds: ended.map(({ id }) => id) }]);
    }
    return ended.length;
  });
}
