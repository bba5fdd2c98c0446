import type { SessionTokens } from '#contract/session/api';
import type { Transaction } from '../database/database.ts';
import { Problem } from '../platform/errors/problem.ts';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { isUsable } from '../user/demo-account.ts';
import { findUser, type UserRow } from '../user/user-repository.ts';
import { endSessionOfCredential } from './end-session.ts';
import { issueTokens } from './issue-tokens.ts';
import { lockSession, updateSession } from './session-repository.ts';
import { decideRefresh, sessionLifetimeMs } from './session-rules.ts';
import { sessionTokenKeys } from './session-tokens.ts';

/**
 * Exchanges a refresh token. A spent token that comes again gets the same successor, until the grace period is over and the
 * successor is in use: then it ends the session, because one of its two holders is a thief.
 *
 * @throws Problem `session_revoked`
 */
export async function refreshSession(
  context: Pick<ServiceContext, 'database' | 'secrets' | 'isDemo'>,
  refreshToken: string,
): Promise<SessionTokens> {
  const claims = sessionTokenKeys(context.secrets).readRefresh(refreshToken);
  if (!claims) throw ended();
  const renewed = await context.database.transaction(async (tx) => {
    const row = await lockSession(tx, claims.sessionId);
    if (!row?.alive) return undefined;
    const user = await userOfSession(tx, row.session);
    if (!isUsable(context, user)) return undefined;
    const decision = decideRefresh(row.session, claims.generation, row.now);
    switch (decision) {
      case 'rotate':
        await updateSession(tx, row.session.id, {
          generation: claims.generation + 1,
          rotatedAt: row.now,
          lastSeenAt: row.now,
          expiresAt: new Date(row.now.getTime() + sessionLifetimeMs),
        });
        return user;
      case 'replay':
        return user;
      case 'reuse':
        await endSessionOfCredential(tx, row.session.id);
        return undefined;
      default:
        throw new Error(`an unknown decision on a refresh token: ${decision satisfies never as string}`);
    }
  });
  if (!renewed) throw ended();
  return issueTokens(context, renewed, claims.sessionId, claims.generation + 1);
}

/** The user of a locked session: while it is locked the account cannot be deleted. */
async function userOfSession(
  tx: Transaction,
  { id, userId }: { id: string; userId: string },
): Promise<UserRow> {
  const user = await findUser(tx, userId);
  if (!user) throw new Error(`session ${id} has no user`);
  return user;
}

function ended(): Problem {
  return new Problem('session_revoked', 'Your session has ended. Sign in again.');
}
