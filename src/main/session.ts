import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { SessionKeeping, SessionState } from '#contract/admin-bridge';
import type { Endpoint, EndpointAnswer, EndpointInput } from '#contract/endpoint';
import { login, logout, me, refresh } from '#contract/session';
import type { Membership } from '#contract/session';
import type { BackendClient, CallOptions, IssuedTokens } from './backend-client.ts';
import { inputNotAccepted, notFastLinkIt, problemOf } from './bridge-problem.ts';
import { createCredential, sessionOver } from './credential.ts';
import type { Credential } from './credential.ts';
import type { FileContent, OpenFile, RemoteFile } from './file-download.ts';
import type { Log } from './log.ts';
import type { Preferences } from './preferences.ts';
import { parseServerAddress } from './server-address.ts';
import type { SessionVault } from './session-vault.ts';

/** Who is signed in, and the one way to act in their name. */
export interface Session {
  state(): SessionState;
  /** @throws BridgeProblemError with the field that it is about in `errors` where there is one */
  signIn(input: SignIn): Promise<SessionState>;
  /** Everything kept here is gone when it returns; the server is told as soon as it can be. */
  signOut(): SessionState;
  /** Makes a call in the signed-in person's name. @throws BridgeProblemError */
  call<E extends Endpoint>(
    endpoint: E,
    input: EndpointInput<E>,
    options?: DeedOptions,
  ): Promise<EndpointAnswer<E>>;
  /**
   * Opens a file of the server's in the signed-in person's name. It breaks off when they sign out.
   *
   * @throws BridgeProblemError
   */
  download(file: RemoteFile): Promise<FileContent>;
  /** Asks the server anew who the signed-in person is and where they belong. */
  renewIdentity(): Promise<void>;
  /** The server's origin if a FastLinkIt backend answers there. @throws BridgeProblemError */
  findServer(written: string): Promise<string>;
}

export interface SignIn {
  server: string;
  email: string;
  password: string;
  totp?: string | undefined;
}

/** For a deed that takes its time. */
export type DeedOptions = Pick<CallOptions, 'timeLimitMs'>;

/** What the live connection needs of a session. */
export interface SessionAccess {
  server: string;
  accessToken: Credential['accessToken'];
}

export interface SessionOptions {
  client: BackendClient;
  openFile: OpenFile;
  vault: SessionVault;
  preferences: Preferences;
  log: Log;
  onChange: (state: SessionState) => void;
  /** Called when there is somebody to be connected for, and with undefined when there is nobody any more. */
  onAccess: (access: SessionAccess | undefined) => void;
}

interface Active {
  server: string;
  issued: IssuedTokens;
  memberships: Membership[];
  credential: Credential;
  /** Calls off what is still under way when the session ends. */
  over: AbortController;
}

const defaultServer = 'http://127.0.0.1:4600';
const lastSignIn = z.object({ server: z.string(), email: z.string().nullable() });

/**
 * The server answers a refresh token that it has just replaced with the same successor, for 10 s. Two tries within
 * that time mean that a lost answer does not cost the session.
 */
const renewTimeLimitMs = 4_000;
const signOutTimeLimitMs = 5_000;

/** Goes on with the session that was kept, if there is one. */
export function createSession(options: SessionOptions): Session {
  const { client, openFile, vault, preferences, log, onChange, onAccess } = options;
  let active: Active | undefined;
  let reason: 'ended' | null = null;
  /** Which sign-in or sign-out came last: the answer to an earlier one no longer counts. */
  let turn = 0;

  function state(): SessionState {
    const keeping: SessionKeeping = vault.keeping();
    if (active === undefined) return { status: 'signed-out', ...remembered(preferences), reason, keeping };
    const { server, issued, memberships } = active;
    return { status: 'signed-in', server, user: issued.tokens.user, memberships, keeping };
  }

  function begin(server: string, issued: IssuedTokens, memberships: Membership[]): void {
    const credential = createCredential({
      issued,
      renew: (refreshToken) => renewTokens(client, server, refreshToken),
      onRenewed(renewed) {
        if (active?.credential !== credential) return;
        active = { ...active, issued: renewed };
        keep(active);
      },
      onEnded() {
        if (active?.credential !== credential) return;
        log.info('session.ended_by_server');
        leave('ended');
      },
    });
    active = { server, issued, memberships, credential, over: new AbortController() };
    onAccess({ server, accessToken: (refused) => credential.accessToken(refused) });
  }

  function keep({ server, issued, memberships }: Active): void {
    vault.write({ server, ...issued, memberships });
  }

  /** Forgets the session here; what is left of it is its credential. */
  function leave(why: 'ended' | null): Active | undefined {
    const left = active;
    left?.over.abort();
    turn += 1;
    active = undefined;
    reason = why;
    vault.clear();
    onAccess(undefined);
    onChange(state());
    return left;
  }

  async function endOnServer({ server, credential }: Active): Promise<void> {
    await tellSignedOut(client, server, await credential.end(), log);
  }

  async function findServer(written: string): Promise<string> {
    const address = parseServerAddress(written);
    if (!address.ok) throw inputNotAccepted('server', address.reason);
    try {
      await client.call(address.origin, me, {});
    } catch (error) {
      // Nobody is signed in yet, and a FastLinkIt backend says so in the words of its API.
      if (problemOf(error)?.code === 'unauthenticated') return address.origin;
      throw error;
    }
    throw notFastLinkIt(address.origin);
  }

  async function signIn({ server: written, email, password, totp }: SignIn): Promise<SessionState> {
    const mine = (turn += 1);
    // The password goes out only once it is known who is there.
    const server = await findServer(written);
    const body = { email: email.trim(), password, ...(totp === undefined ? {} : { totp }) };
    const issued = await client.issueTokens(server, login, { body });
    const giveUp = (): void => void tellSignedOut(client, server, issued.tokens.refreshToken, log);
    const { memberships } = await client
      .call(server, me, {}, { accessToken: issued.tokens.accessToken })
      .catch((error: unknown) => {
        giveUp();
        throw error;
      });
    if (mine !== turn) {
      giveUp();
      return state();
    }
    preferences.write('lastSignIn', { server, email: issued.tokens.user.email });
    reason = null;
    if (active !== undefined) {
      active.over.abort();
      void endOnServer(active);
    }
    begin(server, issued, memberships);
    if (active !== undefined) keep(active);
    onChange(state());
    return state();
  }

  const kept = vault.read();
  if (kept !== undefined) begin(kept.server, kept, kept.memberships);

  return {
    state,
    findServer,
    signIn,
    signOut() {
      const left = leave(null);
      if (left !== undefined) void endOnServer(left);
      return state();
    },
    async call(endpoint, input, options) {
      if (active === undefined) throw sessionOver();
      return callAs(client, active, endpoint, input, options);
    },
    async download(file) {
      if (active === undefined) throw sessionOver();
      const { server, credential, over } = active;
      return inNameOf(credential, (accessToken) => openFile(server, file, accessToken, over.signal));
    },
    async renewIdentity() {
      if (active === undefined) return;
      const { credential, server } = active;
      const { user, memberships } = await callAs(client, { credential, server }, me, {});
      if (active?.credential !== credential) return;
      const issued = { ...active.issued, tokens: { ...active.issued.tokens, user } };
      const isSame =
        JSON.stringify([active.issued.tokens.user, active.memberships]) ===
        JSON.stringify([user, memberships]);
      if (isSame) return;
      active = { ...active, issued, memberships };
      keep(active);
      onChange(state());
    },
  };
}

/** The origin of the backend that somebody is signed in to. @throws BridgeProblemError when nobody is */
export function serverOf(session: Session): string {
  const state = session.state();
  if (state.status !== 'signed-in') throw sessionOver();
  return state.server;
}

async function callAs<E extends Endpoint>(
  client: BackendClient,
  { server, credential }: Pick<Active, 'server' | 'credential'>,
  endpoint: E,
  input: EndpointInput<E>,
  options: DeedOptions = {},
): Promise<EndpointAnswer<E>> {
  // The same for both tries: it is one deed.
  const idempotencyKey = endpoint.idempotent === true ? randomUUID() : undefined;
  return inNameOf(credential, (accessToken) =>
    client.call(server, endpoint, input, { ...options, accessToken, idempotencyKey }),
  );
}

/** A refused access token is replaced once. */
async function inNameOf<Value>(
  credential: Credential,
  work: (accessToken: string) => Promise<Value>,
): Promise<Value> {
  const accessToken = await credential.accessToken();
  try {
    return await work(accessToken);
  } catch (error) {
    const code = problemOf(error)?.code;
    if (code !== 'unauthenticated' && code !== 'session_revoked') throw error;
    return work(await credential.accessToken(accessToken));
  }
}

async function renewTokens(
  client: BackendClient,
  server: string,
  refreshToken: string,
): Promise<IssuedTokens> {
  const renew = () =>
    client.issueTokens(server, refresh, { body: { refreshToken } }, { timeLimitMs: renewTimeLimitMs });
  try {
    return await renew();
  } catch (error) {
    if (problemOf(error)?.code !== 'server_unreachable') throw error;
    return renew();
  }
}

async function tellSignedOut(
  client: BackendClient,
  server: string,
  refreshToken: string,
  log: Log,
): Promise<void> {
  try {
    await client.call(server, logout, { body: { refreshToken } }, { timeLimitMs: signOutTimeLimitMs });
  } catch (error) {
    // Offline: the session is gone here, and ends there when its time is up.
    log.info('session.sign_out_not_told', { why: problemOf(error)?.code });
  }
}

function remembered(preferences: Preferences): z.infer<typeof lastSignIn> {
  const last = lastSignIn.safeParse(preferences.read('lastSignIn'));
  return last.success ? last.data : { server: defaultServer, email: null };
}
