import type { SessionTokens } from '#contract/session/api';
import type { ServiceContext } from '../platform/rest/service-context.ts';
import { issueTokens } from '../session/issue-tokens.ts';
import { startSession, type Origin } from '../session/start-session.ts';
import { checkCredentials, type Credentials } from './check-credentials.ts';

/**
 * Signs the app in: checks the credentials and starts a session.
 *
 * @throws Problem as `checkCredentials`
 */
export async function signIn(
  context: Pick<ServiceContext, 'database' | 'secrets' | 'isDemo'>,
  { origin, ...credentials }: Credentials & { origin: Origin },
): Promise<SessionTokens> {
  const { address, knownDevices } = origin;
  const user = await checkCredentials(context, { ...credentials, address, knownDevices });
  const sessionId = await startSession(context.database.orm, { user, kind: 'app', origin });
  return issueTokens(context, user, sessionId, 0);
}
