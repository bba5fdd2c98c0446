import { z } from 'zod';
import { getMe } from '#contract/account/api';
import type { Membership } from '#contract/account/api';
import type { SessionState } from '#contract/bridge/types';
import type { Endpoint, EndpointAnswer, EndpointInput } from '#contract/endpoint';
import type { LiveEvent } from '#contract/live/api';
import { signIn as signInEndpoint } from '#contract/session/api';
import { hasFeature, release } from '#contract/version/model';
import type { Feature } from '#contract/version/model';
import type { BackendClient, IssuedTokens } from '../backend/backend-client.ts';
import { problemOf } from '../backend/bridge-problem.ts';
import type { FileContent, OpenFile, RemoteFile } from '../backend/file-download.ts';
import type { SessionAccess } from '../backend/live-connection.ts';
import type { Log } from '../diagnostics/log.ts';
import type { PreferenceStore } from '../preferences/preferences.ts';
import { createCredential, signedOutError } from './credential.ts';
import type { Credential } from './credential.ts';
import { mayChangeIdentity } from './identity-events.ts';
import {
  callWithToken,
  findServer,
  readVersion,
  refreshTokens,
  signOutOnServer,
  withAccessToken,
} from './session-calls.ts';
import type { SessionCallOptions } from './session-calls.ts';
import type { SessionVault } from './session-vault.ts';
import { requireMatchingReleases, requireSupportedServer } from '../backend/server-release.ts';

/** Who is signed in, and the only way to call the server as that user. */
export interface Session {
  state(): SessionState;
  /** @throws BridgeProblemError, with the field that it is about in `errors` if there is one */
  signIn(input: SignIn): Promise<SessionState>;
  /** Deletes everything on this computer before it returns. The server is informed later, when it can be reached. */
  signOut(): SessionState;
  /** Calls an endpoint as the signed-in user. @throws BridgeProblemError */
  call<E extends Endpoint>(
    endpoint: E,
    input: EndpointInput<E>,
    options?: SessionCallOptions,
  ): Promise<EndpointAnswer<E>>;
  /**
   * Whether the server has what a later release than 0.1.0 added. It is asked each time: servers are updated while the app
   * runs. @throws BridgeProblemError
   */
  hasFeature(feature: Feature): Promise<boolean>;
  /** Opens a file of the server as the signed-in user. Signing out cancels it. @throws BridgeProblemError */
  download(file: RemoteFile): Promise<FileContent>;
  /** Fetches again who the signed-in user is and which organizations they belong to. @throws BridgeProblemError */
  renewIdentity(): Promise<void>;
  /** Renews the identity if the event may have changed it. @throws BridgeProblemError */
  handleEvent(event: LiveEvent): Promise<void>;
  /** The keychain can be used from now on: continues the session that is saved in it, or saves the one that has begun. */
  useOpenedKeychain(): void;
  /**
   * Exchanges the tokens if that is harmless when the answer is lost, as it may be when the computer goes to sleep. Failures
   * are logged.
   */
  renewTokens(): Promise<void>;
  /** Exchanges the tokens if they are about to expire. Failures are logged. */
  keepTokensFresh(): Promise<void>;
  /** The origin of the server at this address. @throws BridgeProblemError when no FastLinkIt server answers there */
  findServer(address: string): Promise<string>;
}

export interface SignIn {
  server: string;
  email: string;
  password: string;
  totp?: string | undefined;
}

export interface SessionOptions {
  client: BackendClient;
  openFile: OpenFile;
  vault: SessionVault;
  preferences: PreferenceStore;
  log: Log;
  onChange: (state: SessionState) => void;
  /** Called when a session begins, for the live connection, and with undefined when it ends. */
  onAccess: (access: SessionAccess | undefined) => void;
  /** The release of the app. */
  appRelease?: string;
}

interface ActiveSession {
  server: string;
  issued: IssuedTokens;
  memberships: Membership[];
  credential: Credential;
  /** Aborted when the session ends, to cancel its downloads. */
  ended: AbortController;
}

const defaultServer = 'http://127.0.0.1:4600';
const lastSignIn = z.object({ server: z.string(), email: z.string().nullable() });

/** Creates the session and continues the saved one, if there is one. */
export function createSession(options: SessionOptions): Session {
  const { client, openFile, vault, preferences, log, onChange, onAccess, appRelease = release } = options;
  let active: ActiveSession | undefined;
  let reason: 'ended' | null = null;
  /** Why the session has ended, where the server has not ended it. */
  let explanation: string | undefined;
  /** Counts sign-ins and sign-outs: the answer to an earlier sign-in is ignored. */
  let generation = 0;

  function state(): SessionState {
    const persistence = vault.persistence();
    if (active === undefined) {
      return {
        status: 'signed-out',
        ...readLastSignIn(preferences),
        reason,
        ...(explanation === undefined ? {} : { explanation }),
        persistence,
      };
    }
    const { server, issued, memberships } = active;
    return { status: 'signed-in', server, user: issued.tokens.user, memberships, persistence };
  }

  function begin(server: string, issued: IssuedTokens, memberships: Membership[]): ActiveSession {
    const credential = createCredential({
      issued,
      refresh: (refreshToken) => refreshTokens(client, server, refreshToken),
      onRefreshed(refreshed) {
        if (active?.credential !== credential) return;
        active = { ...active, issued: refreshed };
        save(active);
        try {
          requireSupportedServer(server, refreshed.serverRelease, appRelease);
        } catch (error) {
          endUnsupported(error);
          throw error;
        }
      },
      onEnded() {
        if (active?.credential !== credential) return;
        log.info('session.ended_by_server');
        end('ended');
      },
    });
    active = { server, issued, memberships, credential, ended: new AbortController() };
    onAccess({ server, accessToken: (refused) => credential.accessToken(refused) });
    return active;
  }

  function save({ server, issued, memberships }: ActiveSession): void {
    vault.save({ server, ...issued, memberships });
  }

  /**
   * Ends the session on this computer.
   *
   * @param because a sentence for the sign-in screen, where the server has not ended it
   * @returns the session that ended, to end it on the server too
   */
  function end(why: 'ended' | null, because?: string): ActiveSession | undefined {
    const endedSession = active;
    endedSession?.ended.abort();
    generation += 1;
    active = undefined;
    reason = why;
    explanation = because;
    vault.clear();
    onAccess(undefined);
    onChange(state());
    return endedSession;
  }

  async function endOnServer({ server, credential }: ActiveSession): Promise<void> {
    await signOutOnServer(client, server, await credential.end(), log);
  }

  async function signIn({ server: address, email, password, totp }: SignIn): Promise<SessionState> {
    generation += 1;
    const mine = generation;
    // The password is sent only after a FastLinkIt server has answered at this address.
    const server = await findServer(client, address, isKnownServer);
    const body = { email: email.trim(), password, ...(totp === undefined ? {} : { totp }) };
    const issued = await client.issueTokens(server, signInEndpoint, { body });
    const discard = (): void => void signOutOnServer(client, server, issued.tokens.refreshToken, log);
    try {
      requireSupportedServer(server, issued.serverRelease, appRelease);
    } catch (error) {
      discard();
      throw error;
    }
    const { memberships } = await client
      .call(server, getMe, {}, { accessToken: issued.tokens.accessToken })
      .catch((error: unknown) => {
        discard();
        throw error;
      });
    if (mine !== generation) {
      discard();
      return state();
    }
    preferences.write('lastSignIn', { server, email: issued.tokens.user.email });
    reason = null;
    explanation = undefined;
    if (active !== undefined) {
      active.ended.abort();
      // A server that has moved redirects: the session there is left alone.
      if (active.server === server) void endOnServer(active);
    }
    save(begin(server, issued, memberships));
    onChange(state());
    return state();
  }

  function isKnownServer(origin: string): boolean {
    const last = readLastSignIn(preferences);
    return active?.server === origin || (last.email !== null && last.server === origin);
  }

  async function attempt(work: Promise<unknown> | undefined): Promise<void> {
    await work?.catch((error: unknown) =>
      log.info('session.not_refreshed', { why: problemOf(error)?.code ?? error }),
    );
  }

  async function renewIdentity(): Promise<void> {
    if (active === undefined) return;
    const { credential } = active;
    const { user, memberships } = await callWithToken(client, active, getMe, {});
    if (active?.credential !== credential) return;
    const { issued } = active;
    const before = JSON.stringify([issued.tokens.user, active.memberships]);
    if (before === JSON.stringify([user, memberships])) return;
    active = { ...active, issued: { ...issued, tokens: { ...issued.tokens, user } }, memberships };
    save(active);
    onChange(state());
  }

  function continueSaved(): void {
    const saved = vault.load();
    if (saved !== undefined) void checkReleases(begin(saved.server, saved, saved.memberships));
  }

  /** Checks a continued session as a sign-in is checked: the app or the server may have been replaced since. */
  async function checkReleases({ server, credential }: ActiveSession): Promise<void> {
    try {
      requireMatchingReleases(server, await readVersion(client, server), appRelease);
    } catch (error) {
      const code = problemOf(error)?.code;
      if (active?.credential !== credential) return;
      if (code === 'app_too_old' || code === 'server_too_old') endUnsupported(error);
      // Without an answer the check is made when the tokens are exchanged.
      else log.info('session.releases_not_checked', { why: code ?? error });
    }
  }

  /** Ends the session because app and server are too far apart, and says so on the sign-in screen. */
  function endUnsupported(error: unknown): void {
    const endedSession = end('ended', problemOf(error)?.detail);
    if (endedSession !== undefined) void endOnServer(endedSession);
  }

  continueSaved();

  return {
    state,
    findServer: (address) => findServer(client, address, isKnownServer),
    async renewTokens() {
      // A server of release 0.1.0, which names none, takes a second attempt after 10 s for a theft.
      if (active?.issued.serverRelease !== undefined) await attempt(active.credential.renew());
    },
    keepTokensFresh: () => attempt(active?.credential.accessToken()),
    signIn,
    signOut() {
      const endedSession = end(null);
      if (endedSession !== undefined) void endOnServer(endedSession);
      return state();
    },
    async call(endpoint, input, options) {
      if (active === undefined) throw signedOutError();
      return callWithToken(client, active, endpoint, input, options);
    },
    async hasFeature(feature) {
      if (active === undefined) throw signedOutError();
      const { server } = active;
      return hasFeature((await readVersion(client, server)).features, feature);
    },
    async download(file) {
      if (active === undefined) throw signedOutError();
      const { server, credential, ended } = active;
      return withAccessToken(credential, (accessToken) => openFile(server, file, accessToken, ended.signal));
    },
    renewIdentity,
    useOpenedKeychain() {
      if (active === undefined) continueSaved();
      else save(active);
      onChange(state());
    },
    async handleEvent(event) {
      if (mayChangeIdentity(event, state())) await renewIdentity();
    },
  };
}

/** The origin of the server that the user is signed in to. @throws BridgeProblemError when no one is signed in */
export function serverOf(session: Session): string {
  const state = session.state();
  if (state.status !== 'signed-in') throw signedOutError();
  return state.server;
}

function readLastSignIn(preferences: PreferenceStore): z.infer<typeof lastSignIn> {
  const last = lastSignIn.safeParse(preferences.read('lastSignIn'));
  return last.success ? last.data : { server: defaultServer, email: null };
}
