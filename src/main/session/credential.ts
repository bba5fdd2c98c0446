import type { IssuedTokens } from '../backend/backend-client.ts';
import { BridgeProblemError, problemOf } from '../backend/bridge-problem.ts';

/** The tokens of one session, kept fresh. */
export interface Credential {
  /**
   * Returns a usable access token, and refreshes the tokens first when the current one is about to expire.
   *
   * @param refused the token that the server has refused: another one is wanted
   * @throws BridgeProblemError when the refresh failed; `session_revoked` when the session has ended
   */
  accessToken(refused?: string): Promise<string>;
  /** Exchanges the tokens now, unless they are new. @throws BridgeProblemError as `accessToken` */
  renew(): Promise<void>;
  /** Stops using the tokens. @returns the refresh token to sign out with, after a running refresh has finished */
  end(): Promise<string>;
}

/** The problem with a call after the session has ended. */
export function signedOutError(): BridgeProblemError {
  return new BridgeProblemError({
    code: 'unauthenticated',
    detail: 'You’re signed out. Sign in to continue.',
  });
}

export interface CredentialOptions {
  issued: IssuedTokens;
  refresh: (refreshToken: string) => Promise<IssuedTokens>;
  /** Called with each new set of tokens before it is used. */
  onRefreshed: (issued: IssuedTokens) => void;
  /** Called once, when the server says that the session has ended. */
  onEnded: () => void;
  now?: () => number;
}

/** Tokens that were issued less long ago are new. */
const newForMs = 60_000;

/** Creates the credential of a session. Calls that need a refresh at the same time share one. */
export function createCredential({
  issued,
  refresh,
  onRefreshed,
  onEnded,
  now = () => Date.now(),
}: CredentialOptions): Credential {
  let current = issued;
  let hasEnded = false;
  let issuedAt = -Infinity;
  let refreshing: Promise<string> | undefined;

  async function refreshTokens(): Promise<string> {
    try {
      const refreshed = await refresh(current.tokens.refreshToken);
      current = refreshed;
      issuedAt = now();
      if (hasEnded) throw signedOutError();
      onRefreshed(refreshed);
      return refreshed.tokens.accessToken;
    } catch (error) {
      if (!hasEnded && isFinal(error)) {
        hasEnded = true;
        onEnded();
      }
      throw error;
    }
  }

  /** All that need a refresh at the same time share one. */
  function refreshOnce(): Promise<string> {
    refreshing ??= refreshTokens().finally(() => {
      refreshing = undefined;
    });
    return refreshing;
  }

  return {
    async accessToken(refused) {
      if (hasEnded) throw signedOutError();
      // Another call may have replaced the refused token already.
      const isUsable =
        refused === undefined ? now() < current.freshUntil : refused !== current.tokens.accessToken;
      if (isUsable && refreshing === undefined) return current.tokens.accessToken;
      return refreshOnce();
    },
    async renew() {
      if (!hasEnded && now() - issuedAt >= newForMs) await refreshOnce();
    },
    async end() {
      hasEnded = true;
      await refreshing?.catch(() => undefined);
      return current.tokens.refreshToken;
    },
  };
}

/** Whether the server has rejected the session. Any other error says nothing about it. */
function isFinal(error: unknown): boolean {
  const code = problemOf(error)?.code;
  return code === 'session_revoked' || code === 'unauthenticated' || code === 'validation_failed';
}
