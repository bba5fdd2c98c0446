import type { ServiceContext } from '../platform/rest/service-context.ts';
import { endSessionOfCredential } from './end-session.ts';
import { sessionTokenKeys } from './session-tokens.ts';

/** Ends the session of a refresh token; a malformed token, or one of an ended session, changes nothing. */
export async function signOut(
  { database, secrets }: Pick<ServiceContext, 'database' | 'secrets'>,
  refreshToken: string,
): Promise<void> {
  const claims = sessionTokenKeys(secrets).readRefresh(refreshToken);
  if (claims) await database.transaction((tx) => endSessionOfCredential(tx, claims.sessionId));
}
