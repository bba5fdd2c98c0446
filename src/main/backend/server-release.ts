import { compareReleases, oldestSupported, parseRelease, release } from '#contract/version/model';
import { BridgeProblemError, notFastLinkIt, problemOf } from './bridge-problem.ts';

/** Of a server that does not name its release. */
const firstRelease = '0.1.0';

/**
 * The problem with a server whose answer this release of the app cannot read.
 *
 * @param serverRelease what the server calls its release; undefined where nothing is named
 * @param cause which part of the answer was not understood, for the log
 */
export function releasesDiffer(
  server: string,
  serverRelease: string | undefined,
  cause: unknown,
): BridgeProblemError {
  const [theirs, ours] = [parseRelease(serverRelease ?? ''), parseRelease(release)];
  const order = theirs && ours ? compareReleases(theirs, ours) : 0;
  // What does not name a release is something else, and a server of this very release is understood.
  if (serverRelease === undefined || order === 0) return notFastLinkIt(server, cause);
  if (order < 0) return serverTooOld(server, serverRelease, release, cause);
  const detail = `The server at ${server} runs FastLinkIt ${serverRelease}, which this app (${release}) doesn’t fully understand. Update the app.`;
  return new BridgeProblemError({ code: 'app_too_old', detail }, { cause });
}

/**
 * Checks at a sign-in that the server is not older than what this app works with.
 *
 * @param serverRelease undefined for a server that does not name its release
 * @param own the release of the app
 * @throws BridgeProblemError `server_too_old`
 */
export function requireSupportedServer(
  server: string,
  serverRelease: string = firstRelease,
  own: string = release,
): void {
  const [theirs, ours] = [parseRelease(serverRelease), parseRelease(own)];
  if (!theirs || !ours || compareReleases(theirs, oldestSupported(ours)) >= 0) return;
  throw serverTooOld(server, serverRelease, own);
}

/** What a server says of its release. */
export interface ServerVersion {
  /** undefined for 0.1.0, which says nothing. */
  version?: string | undefined;
  /** The oldest app that it serves. */
  minimumApp?: string | undefined;
  features: readonly string[];
}

/**
 * Asks a server for its version. Release 0.1.0 has no such route.
 *
 * @param ask calls the route
 * @throws BridgeProblemError when it does not answer
 */
export async function readServerVersion(ask: () => Promise<ServerVersion>): Promise<ServerVersion> {
  try {
    return await ask();
  } catch (error) {
    if (problemOf(error)?.code === 'not_found') return { features: [] };
    throw error;
  }
}

/**
 * Checks what a server does at a sign-in, and the app with it: that this app is not older than what the server serves, and the
 * server not older than what this app works with.
 *
 * @param own the release of the app
 * @throws BridgeProblemError `app_too_old` or `server_too_old`
 */
export function requireMatchingReleases(
  server: string,
  { version, minimumApp = '' }: ServerVersion,
  own: string = release,
): void {
  requireSupportedServer(server, version, own);
  const [least, ours] = [parseRelease(minimumApp), parseRelease(own)];
  if (!least || !ours || compareReleases(ours, least) >= 0) return;
  const detail = `The server at ${server} needs FastLinkIt Admin ${minimumApp} or later, and you have ${own}. Update the app.`;
  throw new BridgeProblemError({ code: 'app_too_old', detail });
}

function serverTooOld(
  server: string,
  serverRelease: string,
  own: string,
  cause?: unknown,
): BridgeProblemError {
  const detail = `The server at ${server} runs FastLinkIt ${serverRelease}, which is too old for this app (${own}). Ask your server administrator to update it.`;
  return new BridgeProblemError({ code: 'server_too_old', detail }, { cause });
}
