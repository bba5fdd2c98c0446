import type { Session } from '#contract/session/api';
import type { Caller } from '../platform/auth/caller.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { findLiveSessionsOf } from './session-repository.ts';

/** Where the caller is signed in, the latest first. */
export async function listSessions(
  { database }: Pick<ServiceContext, 'database'>,
  caller: Caller,
): Promise<Session[]> {
  const rows = await findLiveSessionsOf(database.orm, caller.userId);
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
