import type { IssuedTokens } from './backend-client.ts';
import { BridgeProblemError, problemOf } from './bridge-problem.ts';

/** The tokens of one session, kept fresh. They leave this object only as the access token of one request. */
export interface Credential {
  /**
   * An access token to use now; renews it first when it is about to expire.
   *
   * @param refused the token that the server has just refused: another one is wanted
   * @throws BridgeProblemError when it cannot be renewed; `session_revoked` once the session has ended
   */
  accessToken(refused?: string): Promise<string>;
  /** Gives the tokens up. @returns the refresh token to sign out with, once no renewal is under way any more */
  end(): Promise<string>;
}

/** Says that the session is over, to whoever still asks for it. */
export function sessionOver(): BridgeProblemError {
  return new BridgeProblemError({ code: 'unauthenticated', detail: 'You are signed out. Sign in to go on.' });
}

export interface CredentialOptions {
  issued: IssuedTokens;
  renew: (refreshToken: string) => Promise<IssuedTokens>;
  /** Called with each new set of tokens, before anybody uses it. */
  onRenewed: (issued: IssuedTokens) => void;
  /** Called once, when the server says that the session has ended. */
  onEnded: () => void;
  now?: () => number;
}

export function createCredential({
  issued,
  renew,
  onRenewed,
  onEnded,
  now = Date.now,
}: CredentialOptions): Credential {
  let current = issued;
  let hasEnded = false;
  let renewal: Promise<string> | undefined;

  async function renewNow(): Promise<string> {
    try {
      const renewed = await renew(current.tokens.refreshToken);
      current = renewed;
      if (hasEnded) throw sessionOver();
      onRenewed(renewed);
      return renewed.tokens.accessToken;
    } catch (error) {
      if (!hasEnded && isRefusal(error)) {
        hasEnded = true;
        onEnded();
      }
      throw error;
    }
  }

  return {
    async accessToken(refused) {
      if (hasEnded) throw sessionOver();
      // Somebody else's renewal may already have replaced the refused one.
      const isUsable =
        refused === undefined ? now() < current.freshUntil : refused !== current.tokens.accessToken;
      if (isUsable && renewal === undefined) return current.tokens.accessToken;
      renewal ??= renewNow().finally(() => {
        renewal = undefined;
      });
      return renewal;
    },
    async end() {
      hasEnded = true;
      await renewal?.catch(() => undefined);
      return current.tokens.refreshToken;
    },
  };
}

/** Whether the server has judged the session, rather than failed to. */
function isRefusal(error: unknown): boolean {
  const code = problemOf(error)?.code;
  return code === 'session_revoked' || code === 'unauthenticated' || code === 'validation_failed';
}
