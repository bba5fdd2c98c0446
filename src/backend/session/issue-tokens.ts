import type { SessionTokens } from '#contract/session/api';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import type { UserRow } from '../user/user-repository.ts';
import { toUser } from '../user/user.ts';
import { accessTokenMs, sessionTokenKeys } from './session-tokens.ts';

/** The access token and the `generation`-th refresh token of an app session. */
export async function issueTokens(
  { secrets }: Pick<ServiceContext, 'secrets'>,
  user: UserRow,
  sessionId: string,
  generation: number,
): Promise<SessionTokens> {
  const keys = sessionTokenKeys(secrets);
  // A JWT states its expiry in whole seconds, so the answer does as well.
  const expiresAt = new Date(Math.floor((Date.now() + accessTokenMs) / 1000) * 1000);
  return {
    accessToken: await keys.signAccess({ userId: user.id, sessionId, generation }, expiresAt),
    accessTokenExpiresAt: expiresAt.toISOString(),
    refreshToken: keys.signRefresh(sessionId, generation),
    user: toUser(user),
  };
}
