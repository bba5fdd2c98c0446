import { getMe } from '#contract/account/api';
import type { Endpoint, EndpointAnswer, EndpointInput } from '#contract/endpoint';
import { refreshSession, signOut } from '#contract/session/api';
import { getVersion } from '#contract/version/api';
import type { BackendClient, IssuedTokens } from '../backend/backend-client.ts';
import { invalidInput, notFastLinkIt, problemOf } from '../backend/bridge-problem.ts';
import { parseServerAddress } from '../backend/server-address.ts';
import { readServerVersion } from '../backend/server-release.ts';
import type { ServerVersion } from '../backend/server-release.ts';
import type { Log } from '../diagnostics/log.ts';
import type { Credential } from './credential.ts';

/**
 * A server of release 0.1.0 replays the successor of a refresh token only within 10 s. Two attempts within that time mean
 * that a lost answer does not end the session there either.
 */
const refreshTimeLimitMs = 4_000;
const signOutTimeLimitMs = 5_000;
/** Somebody waits before the sign-in form. */
const findServerTimeLimitMs = 10_000;

/**
 * Finds the server that the user means.
 *
 * @param address the address as the user typed it
 * @param isKnown whether a FastLinkIt server has answered at an origin before
 * @returns the server's origin
 * @throws BridgeProblemError when the address is invalid or no FastLinkIt server answers there
 */
export async function findServer(
  client: BackendClient,
  address: string,
  isKnown: (origin: string) => boolean,
): Promise<string> {
  const parsed = parseServerAddress(address);
  if (!parsed.ok) throw invalidInput('server', parsed.reason);
  try {
    const options = { isKnownServer: isKnown(parsed.origin), timeLimitMs: findServerTimeLimitMs };
    await client.call(parsed.origin, getMe, {}, options);
  } catch (error) {
    // This is how a FastLinkIt server answers a call without a token.
    if (problemOf(error)?.code === 'unauthenticated') return parsed.origin;
    throw error;
  }
  throw notFastLinkIt(parsed.origin);
}

/** Asks the server of a session for its version. @throws BridgeProblemError when it does not answer */
export function readVersion(client: BackendClient, server: string): Promise<ServerVersion> {
  return readServerVersion(() => client.call(server, getVersion, {}, { isKnownServer: true }));
}

export interface SessionCallOptions {
  /** Of an earlier attempt at the same call; without it a call that creates or sends gets a new one. */
  idempotencyKey?: string;
}

/** Calls an endpoint with the session's access token. @throws BridgeProblemError */
export async function callWithToken<E extends Endpoint>(
  client: BackendClient,
  { server, credential }: { server: string; credential: Credential },
  endpoint: E,
  input: EndpointInput<E>,
  options: SessionCallOptions = {},
): Promise<EndpointAnswer<E>> {
  // The repeated attempt after a refused token is the same call, so it has the same key.
  const idempotencyKey =
    endpoint.idempotent === true ? (options.idempotencyKey ?? crypto.randomUUID()) : undefined;
  return withAccessToken(credential, (accessToken) =>
    client.call(server, endpoint, input, { accessToken, idempotencyKey }),
  );
}

/** Runs a request with an access token. When the server refuses the token, runs it once more with another one. */
export async function withAccessToken<Value>(
  credential: Credential,
  request: (accessToken: string) => Promise<Value>,
): Promise<Value> {
  const accessToken = await credential.accessToken();
  try {
    return await request(accessToken);
  } catch (error) {
    const code = problemOf(error)?.code;
    if (code !== 'unauthenticated' && code !== 'session_revoked') throw error;
    return request(await credential.accessToken(accessToken));
  }
}

/** Exchanges a refresh token for new tokens, with a second attempt when the first got no answer. */
export async function refreshTokens(
  client: BackendClient,
  server: string,
  refreshToken: string,
): Promise<IssuedTokens> {
  const refresh = () =>
    client.issueTokens(
      server,
      refreshSession,
      { body: { refreshToken } },
      { timeLimitMs: refreshTimeLimitMs, isKnownServer: true },
    );
  try {
    return await refresh();
  } catch (error) {
    if (problemOf(error)?.code !== 'server_unreachable') throw error;
    return refresh();
  }
}

/** Ends the session on the server. Offline it only logs: the server ends the session when it expires. */
export async function signOutOnServer(
  client: BackendClient,
  server: string,
  refreshToken: string,
  log: Log,
): Promise<void> {
  try {
    await client.call(server, signOut, { body: { refreshToken } }, { timeLimitMs: signOutTimeLimitMs });
  } catch (error) {
    log.info('session.server_sign_out_failed', { why: problemOf(error)?.code });
  }
}
