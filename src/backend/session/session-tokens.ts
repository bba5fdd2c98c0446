import { createHash, createSecretKey, type KeyObject } from 'node:crypto';
import { jwtVerify, SignJWT, type JWTHeaderParameters } from 'jose';
import { isUuid } from '../database/uuid.ts';
import { derivedKey, type Secrets } from '../platform/crypto/secret.ts';
import { counterField, signedToken, uuidField } from '../platform/crypto/signed-token.ts';

/** How long an access token is valid. */
export const accessTokenMs = 15 * 60 * 1000;
/** How far the clocks of two nodes may differ, in seconds. */
const clockToleranceSeconds = 60;
/** How many verified access tokens are remembered. */
export const rememberedTokens = 10_000;
const algorithm = 'HS256';
const issuer = 'fastlinkit';
const audience = 'fastlinkit-api';

const refreshToken = signedToken<{ sessionId: string; generation: number }>({
  purpose: 'refresh token',
  layout: { sessionId: uuidField, generation: counterField },
});
const sessionCookie = signedToken<{ sessionId: string }>({
  purpose: 'web session',
  layout: { sessionId: uuidField },
});

interface SigningKey {
  id: string;
  key: KeyObject;
}

export interface AccessClaims {
  userId: string;
  sessionId: string;
  /** The generation of the refresh token that was issued with it; 0 in a token of release 0.1.0, which does not say. */
  generation: number;
}

/** Signs and reads the tokens of sessions, which are not in the database. */
export interface SessionTokenKeys {
  signAccess(claims: AccessClaims, expiresAt: Date): Promise<string>;
  /** Undefined for a token that is forged or not valid now. */
  readAccess(token: string): Promise<AccessClaims | undefined>;
  /** The refresh token that is the session's `generation`-th. */
  signRefresh(sessionId: string, generation: number): string;
  readRefresh(token: string): { sessionId: string; generation: number } | undefined;
  signCookie(sessionId: string): string;
  readCookie(cookie: string): string | undefined;
}

const known = new WeakMap<Secrets, SessionTokenKeys>();

/** The token keys of a server's secrets, derived once. */
export function sessionTokenKeys(secrets: Secrets): SessionTokenKeys {
  const keys = known.get(secrets) ?? createKeys(secrets);
  known.set(secrets, keys);
  return keys;
}

function createKeys(secrets: Secrets): SessionTokenKeys {
  const current = signingKey(secrets.current);
  const accepted = [current, ...(secrets.previous ? [signingKey(secrets.previous)] : [])];

  const keyFor = (header: JWTHeaderParameters): KeyObject => {
    const match = accepted.find(({ id }) => id === header.kid);
    if (!match) throw new Error('unknown key');
    return match.key;
  };

  /** Verified tokens: a valid signature stays valid, so that each token is verified once. */
  const recent = new Map<string, { claims: AccessClaims; validUntilMs: number }>();

  function remember(token: string, read: { claims: AccessClaims; validUntilMs: number }): void {
    if (recent.size >= rememberedTokens) recent.clear();
    recent.set(token, read);
  }

  async function verify(token: string): Promise<{ claims: AccessClaims; validUntilMs: number } | undefined> {
    try {
      const { payload } = await jwtVerify(token, keyFor, {
        algorithms: [algorithm],
        issuer,
        audience,
        clockTolerance: clockToleranceSeconds,
        requiredClaims: ['sub', 'sid', 'exp', 'iat'],
      });
      const { sub, sid, gen = 0, exp = 0 } = payload;
      if (!isUuid(sub) || !isUuid(sid) || !isGeneration(gen)) return undefined;
      return {
        claims: { userId: sub, sessionId: sid, generation: gen },
        validUntilMs: (exp + clockToleranceSeconds) * 1000,
      };
    } catch {
      return undefined;
    }
  }

  return {
    signAccess: ({ userId, sessionId, generation }, expiresAt) =>
      new SignJWT({ sid: sessionId, gen: generation })
        .setProtectedHeader({ alg: algorithm, kid: current.id, typ: 'JWT' })
        .setSubject(userId)
        .setIssuer(issuer)
        .setAudience(audience)
        .setIssuedAt()
        .setExpirationTime(expiresAt)
        .sign(current.key),

    async readAccess(token) {
      const known = recent.get(token);
      const read = known ?? (await verify(token));
      if (read && !known) remember(token, read);
      return read && read.validUntilMs > Date.now() ? read.claims : undefined;
    },

    signRefresh: (sessionId, generation) => refreshToken.sign(secrets, { sessionId, generation }),
    readRefresh: (token) => refreshToken.verify(secrets, token),
    signCookie: (sessionId) => sessionCookie.sign(secrets, { sessionId }),
    readCookie: (cookie) => sessionCookie.verify(secrets, cookie)?.sessionId,
  };
}

function isGeneration(claim: unknown): claim is number {
  return typeof claim === 'number' && Number.isInteger(claim) && claim >= 0;
}

/** The id of a key names it without telling it: two servers with one secret agree on it. */
function signingKey(secret: Buffer): SigningKey {
  const key = derivedKey(secret, 'access token');
  return {
    id: createHash('sha256').update(key).digest('base64url').slice(0, 12),
    key: createSecretKey(key),
  };
}
